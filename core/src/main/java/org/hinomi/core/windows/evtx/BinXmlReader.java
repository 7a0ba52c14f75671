package org.hinomi.core.windows.evtx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.core.windows.evtx.Node.Attribute;
import org.hinomi.core.windows.evtx.Node.Element;
import org.hinomi.core.windows.evtx.Node.Instance;
import org.hinomi.core.windows.evtx.Node.Substitution;
import org.hinomi.core.windows.evtx.Node.Text;

/**
 * Reads the binary XML of one chunk ([MS-EVEN6] 2.2.12; libevtx, "Windows XML Event Log (EVTX)
 * format"). Names and templates lie in the chunk once and are read once; records only point at
 * them. Depth and number of the parts of one record are limited, whatever its pointers say.
 */
final class BinXmlReader {
  static final int MAX_DEPTH = 64;
  private static final int MAX_PARTS = 100_000;
  private static final int MORE = 0x40;

  private final ChunkBytes chunk;
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, List<Node>> templates = new HashMap<>();
  private int at;
  private int parts;
  private int depth;

  BinXmlReader(ChunkBytes chunk) {
    this.chunk = chunk;
  }

  /** Begins with the limits of a record anew. */
  void begin() {
    parts = 0;
    depth = 0;
  }

  /** The parts from {@code offset} to {@code end}, both from the start of the chunk. */
  List<Node> fragment(int offset, int end) throws BinXmlException {
    chunk.require(offset, (long) end - offset);
    at = offset;
    return content(end);
  }

  private List<Node> content(int end) throws BinXmlException {
    if (++depth > MAX_DEPTH) {
      throw wrong("parts nest deeper than " + MAX_DEPTH);
    }
    List<Node> content = new ArrayList<>(4);
    while (at < end) {
      if (++parts > MAX_PARTS) {
        throw wrong("more than " + MAX_PARTS + " parts");
      }
      int token = chunk.u8(at);
      switch (token & ~MORE) {
        case 0x00, 0x04 -> {
          at++;
          depth--;
          return content;
        }
        case 0x01 -> content.add(element(token, end));
        case 0x0c -> content.add(instance());
        case 0x0f -> at += 4;
        case 0x0a -> {
          at++;
          nameAt();
        }
        case 0x0b -> {
          int characters = chunk.u16(at + 1);
          chunk.require(at + 3, 2L * characters);
          at += 3 + 2 * characters;
        }
        default -> content.add(value(token));
      }
    }
    depth--;
    return content;
  }

  private Node value(int token) throws BinXmlException {
    int from = at;
    switch (token & ~MORE) {
      case 0x05 -> {
        if (chunk.u8(at + 1) != 1) {
          throw wrong("text of type " + chunk.u8(at + 1) + " (expected: 1)");
        }
        int characters = chunk.u16(at + 2);
        at += 4 + 2 * characters;
        return new Text(chunk.utf16(from + 4, characters));
      }
      case 0x07 -> {
        int characters = chunk.u16(at + 1);
        at += 3 + 2 * characters;
        return new Text(chunk.utf16(from + 3, characters));
      }
      case 0x08 -> {
        at += 3;
        return new Text(chunk.utf16(from + 1, 1));
      }
      case 0x09 -> {
        at++;
        return new Text(entity(nameAt(), from));
      }
      case 0x0d, 0x0e -> {
        int index = chunk.u16(at + 1);
        chunk.require(at, 4);
        at += 4;
        return new Substitution(index, token == 0x0e);
      }
      default -> throw wrong("token 0x" + Integer.toHexString(token));
    }
  }

  private static String entity(String name, int from) throws BinXmlException {
    return switch (name) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "apos" -> "'";
      case "quot" -> "\"";
      default -> throw new BinXmlException(from, "the unknown entity " + name);
    };
  }

  /**
   * Only events written in a template carry the word of the dependency; without it the name lies
   * two bytes earlier. No flag tells, so the one that leads to a name is right.
   */
  private Element element(int token, int end) throws BinXmlException {
    int name = at + 7;
    if (!isName(name) && isName(at + 5)) {
      name = at + 5;
    }
    at = name;
    String elementName = nameAt();
    List<Attribute> attributes = List.of();
    if ((token & MORE) != 0) {
      int size = chunk.i32(at);
      at += 4;
      chunk.require(at, size);
      attributes = attributes(at + size);
    }
    int closing = chunk.u8(at);
    at++;
    return switch (closing) {
      case 0x02 -> new Element(elementName, attributes, content(end));
      case 0x03 -> new Element(elementName, attributes, List.of());
      default -> throw new BinXmlException(at - 1, "token " + closing + " (expected: 2 or 3)");
    };
  }

  private List<Attribute> attributes(int end) throws BinXmlException {
    List<Attribute> attributes = new ArrayList<>(4);
    while (at < end && (chunk.u8(at) & ~MORE) == 0x06) {
      at++;
      String name = nameAt();
      List<Node> value = new ArrayList<>(1);
      while (at < end && (chunk.u8(at) & ~MORE) != 0x06) {
        if (++parts > MAX_PARTS) {
          throw wrong("more than " + MAX_PARTS + " parts");
        }
        value.add(value(chunk.u8(at)));
      }
      for (Attribute other : attributes) {
        if (other.name().equals(name)) {
          throw wrong("two attributes " + name);
        }
      }
      attributes.add(new Attribute(name, value));
    }
    return attributes;
  }

  private boolean isName(int pointer) throws BinXmlException {
    if (pointer + 4 > chunk.length()) {
      return false;
    }
    int offset = chunk.i32(pointer);
    if (offset < 0 || offset + 8 > chunk.length()) {
      return false;
    }
    int characters = chunk.u16(offset + 6);
    if (characters == 0 || offset + 10 + 2 * characters > chunk.length()) {
      return false;
    }
    int hash = 0;
    for (int i = 0; i < characters; i++) {
      hash = hash * 65599 + chunk.u16(offset + 8 + 2 * i);
    }
    return (hash & 0xffff) == chunk.u16(offset + 4);
  }

  /** The name that the pointer here leads to; a name met first lies right behind its pointer. */
  private String nameAt() throws BinXmlException {
    int offset = chunk.i32(at);
    at += 4;
    int characters = chunk.u16(offset + 6);
    if (offset == at) {
      at += 10 + 2 * characters;
      chunk.require(offset, at - offset);
    }
    String name = names.get(offset);
    if (name == null) {
      name = chunk.utf16(offset + 8, characters);
      if (!isXmlName(name)) {
        throw new BinXmlException(offset, "the name \"" + name + "\"");
      }
      names.put(offset, name);
    }
    return name;
  }

  private static boolean isXmlName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = Character.isLetter(c) || c == '_';
      if (!letter && (i == 0 || !(Character.isDigit(c) || c == '-' || c == '.' || c == ':'))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private Instance instance() throws BinXmlException {
    int definition = chunk.i32(at + 6);
    at += 10;
    int values = at;
    if (definition == at) {
      int size = chunk.i32(definition + 20);
      chunk.require(definition + 24, size);
      values = definition + 24 + size;
    }
    List<Node> template = template(definition);
    return new Instance(template, values(values));
  }

  private List<Node> template(int definition) throws BinXmlException {
    List<Node> known = templates.get(definition);
    if (known != null) {
      return known;
    }
    int size = chunk.i32(definition + 20);
    int outer = depth;
    List<Node> template = List.copyOf(fragment(definition + 24, definition + 24 + size));
    depth = outer;
    templates.put(definition, template);
    return template;
  }

  private Values values(int offset) throws BinXmlException {
    int count = chunk.i32(offset);
    chunk.require(offset + 4, 4L * count);
    int[] offsets = new int[count];
    int[] sizes = new int[count];
    int[] types = new int[count];
    int next = offset + 4 + 4 * count;
    for (int i = 0; i < count; i++) {
      int descriptor = offset + 4 + 4 * i;
      offsets[i] = next;
      sizes[i] = chunk.u16(descriptor);
      types[i] = chunk.u8(descriptor + 2);
      next += sizes[i];
      chunk.require(offset, next - offset);
    }
    at = next;
    return new Values(offsets, sizes, types);
  }

  private BinXmlException wrong(String what) {
    return new BinXmlException(at, what);
  }
}
