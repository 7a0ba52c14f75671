package org.hinomi.collector.detect;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.template.MessageShape;
import org.hinomi.collector.record.template.TemplateClusters;
import org.hinomi.collector.record.template.Templates;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;

/**
 * Finds messages of a kind ({@link TemplateClusters}) that a program on a host has not written for
 * {@value Unusual#MEMORY_DAYS} days. Nothing is said of a program that is known on the host for
 * less than {@value Unusual#LEARNING_DAYS} days. Windows events are not looked at: their texts are
 * translated, and their provider and id say their kind; nor are SNMP notifications, whose texts are
 * ours.
 *
 * <p>A message of a shape that was seen lately costs one look at each of its characters. Not part
 * of a draft: a caller that drops the draft begins again with what was kept. For one thread.
 */
public final class NewMessages {
  /** Shapes that were seen lately, by their last bits. */
  private static final int RECENT = 1 << 14;

  private static final long DAY = 86_400_000_000L;
  private static final long K = 0x9E3779B97F4A7C15L;

  private final long[] recent = new long[RECENT];
  private final Templates templates = new Templates(1);
  private final TemplateClusters kinds = new TemplateClusters();
  private final SeenNames seen = new SeenNames();
  private int today;

  /** Takes an event; none of Windows, whose texts are translated. */
  public void observe(Event event, EventDraft draft) {
    if (event.transport() == Transport.SNMP) {
      return;
    }
    String program = program(event);
    int day = (int) (event.receivedMicros() / DAY);
    long source = (event.host().hashCode() * K ^ program.hashCode()) * K + day;
    long shape = (MessageShape.of(event.message()) ^ source) * K;
    int slot = (int) (shape >>> 40) & RECENT - 1;
    if (recent[slot] != shape) {
      recent[slot] = shape;
      look(event, program, day, draft);
    }
  }

  /** What writes: a program, else a file. */
  private static String program(Event event) {
    String app = event.app();
    if (app != null) {
      return app;
    }
    return event.fields().get(Fields.LOG_FILE_PATH) instanceof String path ? path : "";
  }

  private void look(Event event, String program, int day, EventDraft draft) {
    if (day > today) {
      kinds.forget(day - Unusual.MEMORY_DAYS);
      today = day;
    }
    byte[] message = event.message().getBytes(StandardCharsets.UTF_8);
    long id = templates.idOf(message, 0, message.length);
    if (id == Templates.CATCH_ALL) {
      return;
    }
    TemplateClusters.Kind kind = kinds.take(program, id, templates::lastText, day);
    if (kind.number() == 0) {
      return;
    }
    long name = SeenSet.hash(event.host(), program, Integer.toString(kind.number()));
    boolean here = seen.isNew(name, day);
    int known = seen.knownFor(SeenSet.hash("p" + event.host(), program, ""), day);
    if ((here || kind.isNew()) && known >= Unusual.LEARNING_DAYS) {
      stand(event, program, id, kind.isNew(), known, draft);
    }
  }

  private void stand(
      Event event, String program, long id, boolean anywhere, int known, EventDraft draft) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, event.host());
    Unusual.put(labels, event.app() == null ? Fields.LOG_FILE_PATH : Fields.PROCESS_NAME, program);
    Unusual.put(labels, Fields.EVENT_TEMPLATE, templates.lastText());
    Map<String, String> why =
        Map.of(
            "known_days",
            Integer.toString(known),
            "new_on",
            anywhere ? "all-hosts" : "this-host",
            Fields.EVENT_TEMPLATE_ID,
            Long.toString(id));
    Unusual.stand(BuiltIn.NEW_MESSAGE, labels, event, why, draft);
  }

  /** The kinds of messages of all programs. */
  public TemplateClusters kinds() {
    return kinds;
  }

  /** Which kinds were seen where, and since when programs are known. */
  public SeenNames seen() {
    return seen;
  }
}
