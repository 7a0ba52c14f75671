package org.hinomi.collector.decode.syslog;

import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.SharedFields;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.jspecify.annotations.Nullable;

/**
 * The fields of messages that have a version and a MSGID and no more: one map for each. Not
 * thread-safe.
 */
final class HeaderFields {
  /** MSGIDs are names of kinds of message; a sender that makes them up fills no memory. */
  private static final int MOST = 1024;

  private record Kind(int version, @Nullable String msgId) {}

  private final Map<Kind, SharedFields> known = new HashMap<>();
  private Kind lastKind = new Kind(0, null);
  private SharedFields last = new SharedFields(Map.of());

  /** Whether a header gives no other fields. */
  static boolean isAll(SyslogHeader header) {
    return !header.has(Part.STRUCTURED_DATA)
        && !header.has(Part.SEQUENCE)
        && !header.has(Part.UPTIME)
        && header.clock() == SyslogHeader.Clock.UNMARKED;
  }

  @SuppressWarnings("ReferenceEquality")
  SharedFields of(int version, @Nullable String msgId) {
    if (lastKind.version() == version && lastKind.msgId() == msgId) {
      return last;
    }
    Kind kind = new Kind(version, msgId);
    if (known.size() >= MOST && !known.containsKey(kind)) {
      known.clear();
    }
    last = known.computeIfAbsent(kind, HeaderFields::make);
    lastKind = kind;
    return last;
  }

  private static SharedFields make(Kind kind) {
    Map<String, Object> fields = new HashMap<>();
    if (kind.version() > 0) {
      fields.put(Fields.SYSLOG_VERSION, (long) kind.version());
    }
    if (kind.msgId() != null) {
      fields.put(Fields.SYSLOG_MSGID, kind.msgId());
    }
    return new SharedFields(fields);
  }
}
