package org.hinomi.collector.search.rules;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** Makes an event out of stored fields again, for rules to look at as if it came now. */
final class StoredEvents {
  private static final Set<String> OWN =
      Set.of(
          Fields.TIMESTAMP,
          Fields.EVENT_CREATED,
          Fields.HOST_NAME,
          Fields.SOURCE_ADDRESS,
          Fields.TRANSPORT,
          Fields.MESSAGE,
          Fields.EVENT_ORIGINAL,
          Fields.EVENT_ORIGINAL_BASE64,
          Fields.JOURNAL_POSITION,
          Fields.FACILITY,
          Fields.SEVERITY,
          Fields.PROCESS_NAME,
          Fields.PROCESS_PID);

  private StoredEvents() {}

  /**
   * An event.
   *
   * @param stored by stored name; what is not there is unknown
   * @param timeMicros its own time
   * @param receivedMicros when it is taken to have been received
   */
  static Event event(
      long position,
      long timeMicros,
      long receivedMicros,
      Map<String, Object> stored,
      @Nullable RawMessage original) {
    Map<String, Object> fields = new HashMap<>(stored);
    OWN.forEach(fields::remove);
    boolean windows = stored.containsKey(Fields.WINLOG_CHANNEL);
    if (windows) {
      fields.put(Fields.AGENT_KIND, AgentFrame.KIND_WINEVENT);
    }
    String message = text(stored, Fields.MESSAGE, "");
    return new Event(
        position,
        transport(stored),
        text(stored, Fields.SOURCE_ADDRESS, ""),
        receivedMicros,
        timeMicros,
        text(stored, Fields.HOST_NAME, ""),
        number(stored, Fields.FACILITY),
        number(stored, Fields.SEVERITY),
        nullable(stored, Fields.PROCESS_NAME),
        nullable(stored, Fields.PROCESS_PID),
        message,
        original == null
            ? RawMessage.wrap(
                text(stored, Fields.EVENT_ORIGINAL, message).getBytes(StandardCharsets.UTF_8))
            : original,
        identity(stored, windows, position),
        fields);
  }

  private static Transport transport(Map<String, Object> stored) {
    return Transport.SNMP.wireName().equals(stored.get(Fields.TRANSPORT))
        ? Transport.SNMP
        : Transport.RELP;
  }

  /** What an agent made has one; what an import made is looked at as if an agent had sent it. */
  private static @Nullable Identity identity(
      Map<String, Object> stored, boolean windows, long position) {
    if (stored.get(Fields.AGENT_ID) instanceof String agent
        && stored.get(Fields.AGENT_INCARNATION) instanceof Number incarnation
        && stored.get(Fields.EVENT_SEQUENCE) instanceof Number sequence) {
      return new Identity(agent, incarnation.longValue(), sequence.longValue());
    }
    return windows ? new Identity("trial", 1, Math.max(1, position)) : null;
  }

  private static String text(Map<String, Object> stored, String field, String otherwise) {
    Object value = stored.get(field);
    return value == null ? otherwise : value.toString();
  }

  private static @Nullable String nullable(Map<String, Object> stored, String field) {
    Object value = stored.get(field);
    return value == null ? null : value.toString();
  }

  private static int number(Map<String, Object> stored, String field) {
    return stored.get(field) instanceof Number number ? number.intValue() : -1;
  }
}
