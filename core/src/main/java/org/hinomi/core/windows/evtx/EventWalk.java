package org.hinomi.core.windows.evtx;

import java.util.List;
import org.hinomi.core.windows.EventElements;
import org.hinomi.core.windows.evtx.Node.Attribute;
import org.hinomi.core.windows.evtx.Node.Element;
import org.hinomi.core.windows.evtx.Node.Instance;
import org.hinomi.core.windows.evtx.Node.Substitution;
import org.hinomi.core.windows.evtx.Node.Text;
import org.jspecify.annotations.Nullable;

/** Gives the elements of one event, with its values in their places. Used once. */
final class EventWalk {
  /** Of text and elements; a record has at most 64 KiB, so only a crafted one comes near. */
  private static final int MAX_SIZE = 1 << 21;

  private final ChunkBytes chunk;
  private final BinXmlReader reader;
  private final EventElements out;
  private int depth;
  private int size;
  private boolean eventSeen;

  EventWalk(ChunkBytes chunk, BinXmlReader reader, EventElements out) {
    this.chunk = chunk;
    this.reader = reader;
    this.out = out;
  }

  /** Exactly one Event, or it throws. */
  void event(List<Node> content, int offset) throws BinXmlException {
    content(content, Values.NONE, 0);
    if (!eventSeen) {
      throw new BinXmlException(offset, "no Event");
    }
  }

  private void content(List<Node> nodes, Values values, int nested) throws BinXmlException {
    if (nested > BinXmlReader.MAX_DEPTH) {
      throw new BinXmlException(0, "values nest deeper than " + BinXmlReader.MAX_DEPTH);
    }
    for (int i = 0; i < nodes.size(); i++) {
      switch (nodes.get(i)) {
        case Element element -> element(element, values, nested + 1);
        case Text text -> text(text.text());
        case Substitution place -> substitute(place.index(), values, nested + 1);
        case Instance instance -> content(instance.template(), instance.values(), nested + 1);
      }
    }
  }

  /**
   * An element that holds nothing but an array is written once for each item, as Windows does; one
   * that holds nothing but an optional null is left out ([MS-EVEN6] 2.2.12).
   */
  private void element(Element element, Values values, int nested) throws BinXmlException {
    if (isLeftOut(element, values)) {
      return;
    }
    int array = arrayIn(element, values);
    if (array < 0) {
      open(element, values);
      content(element.children(), values, nested);
      close();
      return;
    }
    ArrayItems items = ArrayItems.of(chunk, values, array);
    do {
      open(element, values);
      text(items.next());
      close();
    } while (items.hasNext());
  }

  private static boolean isLeftOut(Element element, Values values) {
    return element.children().size() == 1
        && element.children().getFirst() instanceof Substitution(int index, boolean optional)
        && optional
        && index < values.count()
        && (values.types()[index] == ValueTexts.NULL);
  }

  private static int arrayIn(Element element, Values values) {
    if (element.children().size() == 1
        && element.children().getFirst() instanceof Substitution(int index, boolean _)
        && index < values.count()
        && (values.types()[index] & ValueTexts.ARRAY) != 0) {
      return index;
    }
    return -1;
  }

  private void open(Element element, Values values) throws BinXmlException {
    if (depth == 0) {
      if (eventSeen || !element.name().equals("Event")) {
        throw new BinXmlException(0, "the element " + element.name() + " (expected: one Event)");
      }
      eventSeen = true;
    }
    depth++;
    grow(element.name().length());
    out.start(element.name());
    for (int i = 0; i < element.attributes().size(); i++) {
      Attribute attribute = element.attributes().get(i);
      String value = attributeValue(attribute, values);
      if (value != null) {
        grow(value.length());
        out.attribute(attribute.name(), value);
      }
    }
  }

  private void close() {
    depth--;
    out.end();
  }

  /** Null where the attribute's only value is optional and null: Windows leaves it out. */
  private @Nullable String attributeValue(Attribute attribute, Values values)
      throws BinXmlException {
    List<Node> parts = attribute.value();
    if (parts.size() == 1) {
      return switch (parts.getFirst()) {
        case Text text -> text.text();
        case Substitution(int index, boolean optional) -> {
          String value = value(index, values);
          yield optional && value.isEmpty() ? null : value;
        }
        default -> "";
      };
    }
    StringBuilder joined = new StringBuilder();
    for (Node part : parts) {
      switch (part) {
        case Text text -> joined.append(text.text());
        case Substitution place -> joined.append(value(place.index(), values));
        default -> {}
      }
      grow(joined.length());
    }
    return joined.toString();
  }

  private void substitute(int index, Values values, int nested) throws BinXmlException {
    if (index < values.count() && values.types()[index] == ValueTexts.BINARY_XML) {
      int from = values.offsets()[index];
      content(reader.fragment(from, from + values.sizes()[index]), Values.NONE, nested);
    } else {
      text(value(index, values));
    }
  }

  /** A value as text; the items of an array with a comma between them. */
  private String value(int index, Values values) throws BinXmlException {
    if (index >= values.count()) {
      throw new BinXmlException(0, "value " + index + " (expected: below " + values.count() + ")");
    }
    int type = values.types()[index];
    if ((type & ValueTexts.ARRAY) == 0) {
      return ValueTexts.text(chunk, values.offsets()[index], values.sizes()[index], type);
    }
    ArrayItems items = ArrayItems.of(chunk, values, index);
    StringBuilder joined = new StringBuilder(items.next());
    while (items.hasNext()) {
      joined.append(',').append(items.next());
    }
    return joined.toString();
  }

  private void text(String text) throws BinXmlException {
    if (text.isEmpty()) {
      return;
    }
    if (depth == 0) {
      throw new BinXmlException(0, "text outside of the event");
    }
    grow(text.length());
    out.text(text);
  }

  private void grow(int more) throws BinXmlException {
    size += more + 8;
    if (size > MAX_SIZE) {
      throw new BinXmlException(0, "the event grows beyond " + MAX_SIZE + " characters");
    }
  }
}
