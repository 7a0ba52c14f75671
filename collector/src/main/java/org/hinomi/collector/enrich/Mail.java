package org.hinomi.collector.enrich;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** What the lines of one queue id have said so far. Not thread-safe. */
final class Mail {
  /** Recipients and refusals that are kept; more are counted by Postfix' own nrcpt. */
  private static final int KEPT = 100;

  /** Fields that a line says of the mail as a whole; a later line counts. */
  private static final List<String> WHOLE =
      List.of(
          Fields.SOURCE_IP,
          Fields.SOURCE_DOMAIN,
          Fields.SOURCE_PORT,
          Fields.USER_NAME,
          Fields.USER_ID,
          Fields.AUTH_METHOD,
          Fields.EMAIL_HELO,
          Fields.EMAIL_FROM,
          Fields.EMAIL_MESSAGE_ID,
          Fields.EMAIL_SUBJECT,
          Fields.EMAIL_SIZE,
          Fields.EMAIL_RECIPIENTS,
          Fields.NETWORK_PROTOCOL);

  /** Fields of a delivery that the record has of the last one. */
  private static final List<String> DELIVERY =
      List.of(
          Fields.EMAIL_RELAY,
          Fields.DESTINATION_IP,
          Fields.DESTINATION_DOMAIN,
          Fields.DESTINATION_PORT,
          Fields.EMAIL_DSN,
          Fields.EMAIL_RESPONSE,
          Fields.EMAIL_TLS_POLICY);

  private final long position;
  private final long ordinal;
  private final Map<String, Object> whole = new LinkedHashMap<>();
  private final SequencedMap<String, String> deliveries = new LinkedHashMap<>();
  private final SequencedMap<String, String> statuses = new LinkedHashMap<>();
  private final Set<String> refusals = new LinkedHashSet<>();
  private final Set<String> attachments = new LinkedHashSet<>();
  private long longest = -1;

  /**
   * @param position of the line that it begins with
   * @param ordinal of that line among those of Postfix
   * @param session what is known of the connection that it came over
   */
  Mail(long position, long ordinal, Map<String, Object> session) {
    this.position = position;
    this.ordinal = ordinal;
    whole.putAll(session);
  }

  long position() {
    return position;
  }

  long ordinal() {
    return ordinal;
  }

  void add(Event line) {
    Map<String, Object> fields = line.fields();
    for (String field : WHOLE) {
      Object value = fields.get(field);
      if (value != null) {
        whole.put(field, value);
      }
    }
    keep(attachments, fields.get(Fields.EMAIL_ATTACHMENT_NAMES));
    if (fields.get(Fields.EMAIL_VERDICT) instanceof String verdict) {
      keep(refusals, verdict + ": " + fields.getOrDefault(Fields.EVENT_REASON, ""));
    } else if (fields.get(Fields.EMAIL_STATUS) instanceof String status
        && fields.get(Fields.EMAIL_TO) instanceof String to) {
      delivery(fields, to, status);
    }
  }

  private static void keep(Set<String> kept, @Nullable Object value) {
    if (value != null && kept.size() < KEPT) {
      kept.add(value.toString());
    }
  }

  private void delivery(Map<String, Object> fields, String to, String status) {
    if (deliveries.size() >= KEPT && !deliveries.containsKey(to)) {
      return;
    }
    statuses.put(to, status);
    deliveries.put(
        to,
        to
            + " "
            + status
            + " "
            + fields.getOrDefault(Fields.EMAIL_DSN, "-")
            + " "
            + fields.getOrDefault(Fields.EMAIL_RELAY, "-"));
    for (String field : DELIVERY) {
      Object value = fields.get(field);
      if (value == null) {
        whole.remove(field);
      } else {
        whole.put(field, value);
      }
    }
    if (fields.get(Fields.EVENT_DURATION) instanceof Long nanos) {
      longest = Math.max(longest, nanos);
    }
  }

  /** The fields of the record. */
  Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>(whole);
    record.put(Fields.EVENT_ACTION, "mail-record");
    list(record, Fields.EMAIL_TO, deliveries.sequencedKeySet());
    list(record, Fields.EMAIL_DELIVERIES, deliveries.sequencedValues());
    list(record, Fields.EMAIL_STATUS, new LinkedHashSet<>(statuses.values()));
    list(record, Fields.EMAIL_REFUSALS, refusals);
    list(record, Fields.EMAIL_ATTACHMENT_NAMES, attachments);
    if (longest >= 0) {
      record.put(Fields.EVENT_DURATION, longest);
    }
    if (!statuses.isEmpty()) {
      boolean sent = statuses.values().stream().allMatch("sent"::equals);
      record.put(Fields.EVENT_OUTCOME, sent ? "success" : "failure");
    }
    return record;
  }

  private static void list(Map<String, Object> record, String field, Collection<String> values) {
    if (values.size() == 1) {
      record.put(field, values.iterator().next());
    } else if (!values.isEmpty()) {
      record.put(field, List.copyOf(values));
    }
  }
}
