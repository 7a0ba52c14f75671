package org.hinomi.collector.detect;

import java.util.TreeMap;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.receive.Loss;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.Level;

/**
 * Finds what the collector says of losses. What is gone is one alert of level medium, whoever it
 * was of: a storm is lost in several ways at once, and people are told once. What is kept with a
 * mark is an alert for each sender and kind, informational: listed and not told. All end when
 * nothing more is said of them.
 */
final class LostRecords {
  private static final String SENDER = "sender";
  private static final String KIND = "kind";

  private LostRecords() {}

  /** Takes an event; all but a few cost one comparison. */
  static void observe(Event event, EventDraft draft) {
    if (event.transport() != Transport.INTERNAL
        || !AuditRecord.LOSS.equals(event.fields().get(Fields.EVENT_CODE))
        || !(event.fields().get(Fields.EVENT_REASON) instanceof String kind)
        || !(event.fields().get(Fields.HINOMI_AUDIT + SENDER) instanceof String sender)) {
      return;
    }
    boolean gone = Loss.of(kind).map(Loss::gone).orElse(true);
    boolean engines = kind.equals(Loss.ENGINES_FORGOTTEN.word());
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put(Fields.HOST_NAME, event.host());
    if (!gone) {
      labels.put(SENDER, sender);
      labels.put(KIND, kind);
    }
    BuiltIn what =
        engines ? BuiltIn.SNMP_ENGINES : gone ? BuiltIn.RECORDS_LOST : BuiltIn.RECORDS_DAMAGED;
    draft.stand(
        new SeriesKey(what.key(), labels),
        what,
        gone || engines ? Level.MEDIUM : Level.INFORMATIONAL,
        event.timeMicros(),
        event.receivedMicros(),
        () -> Evidence.of(event));
  }
}
