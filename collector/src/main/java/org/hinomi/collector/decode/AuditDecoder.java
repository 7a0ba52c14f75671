package org.hinomi.collector.decode;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;

/**
 * Makes events of what was done to the collector. Only records that the collector itself put into
 * the journal come here: what a sender writes in the same form does not pass for one.
 */
final class AuditDecoder implements Decoder {
  /** Shown by {@link Fields#EVENT_PROVIDER}. */
  static final String PROVIDER = "hinomi";

  /** The audit facility of RFC 5424, table 1. */
  private static final int FACILITY = 13;

  private static final int NOTICE = 5;
  private static final int WARNING = 4;

  /** Whether this is one to read. */
  static boolean claims(RecordView record) {
    return record.transport() == Transport.INTERNAL
        && record.length() > 0
        && record.buffer()[record.offset()] == '{';
  }

  @Override
  public Event decode(RecordView record) {
    String address = SourceAddress.text(record.sender().getAddress());
    long received = Math.floorDiv(record.receivedNanos(), 1_000L);
    Optional<AuditRecord> read =
        AuditRecord.read(record.buffer(), record.offset(), record.length());
    RawMessage original = RawMessage.copyOf(record.buffer(), record.offset(), record.length());
    Map<String, Object> fields = new HashMap<>();
    if (read.isEmpty()) {
      fields.put(Fields.ERROR_MESSAGE, "not a record of an administrative action");
      return event(record, address, received, received, address, NOTICE, "", original, fields);
    }
    AuditRecord audit = read.get();
    fields.put(Fields.EVENT_PROVIDER, PROVIDER);
    fields.put(Fields.EVENT_CODE, audit.action());
    fields.put(Fields.EVENT_ACTION, audit.action());
    boolean nobodys = audit.isNobodys();
    if (!nobodys) {
      fields.put(Fields.EVENT_CATEGORY, category(audit.action()));
      fields.put(Fields.EVENT_OUTCOME, audit.success() ? "success" : "failure");
    }
    put(fields, Fields.USER_NAME, audit.user());
    put(fields, Fields.AUTH_METHOD, audit.proof());
    put(fields, Fields.SOURCE_IP, written(audit.address()));
    put(fields, Fields.EVENT_REASON, audit.reason());
    audit.details().forEach((name, value) -> put(fields, Fields.HINOMI_AUDIT + name, value));
    put(fields, Fields.USER_TARGET_NAME, audit.details().getOrDefault("target", ""));
    fields.put(Fields.REVIEW_KIND, nobodys ? Review.FAULT : Review.SECURITY_EVENT);
    if (!nobodys) {
      fields.put(
          Fields.REVIEW_FILLED,
          // What was acted upon is this history.
          Review.filled(!audit.user().isEmpty(), true, true, true, true, true));
    }
    long time = audit.time().getEpochSecond() * 1_000_000 + audit.time().getNano() / 1_000;
    String host = audit.host().isEmpty() ? address : audit.host();
    int severity = audit.success() ? NOTICE : WARNING;
    return event(
        record, address, received, time, host, severity, audit.sentence(), original, fields);
  }

  private static void put(Map<String, Object> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }

  /** An address as all other events have it. */
  private static String written(String address) {
    try {
      return SourceAddress.text(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private static String category(String action) {
    if (action.startsWith("session.")) {
      return "authentication";
    }
    if (AuditRecord.isOfRun(action)) {
      return "process";
    }
    return action.startsWith("user.") || action.startsWith("token.") || action.startsWith("enroll.")
        ? "iam"
        : "configuration";
  }

  private static Event event(
      RecordView record,
      String address,
      long received,
      long time,
      String host,
      int severity,
      String message,
      RawMessage original,
      Map<String, Object> fields) {
    return new Event(
        record.position(),
        record.transport(),
        address,
        received,
        time,
        host,
        FACILITY,
        severity,
        "hinomi",
        null,
        message,
        original,
        null,
        fields);
  }
}
