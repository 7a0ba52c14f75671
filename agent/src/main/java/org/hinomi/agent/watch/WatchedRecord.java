package org.hinomi.agent.watch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/**
 * One original record as a source gave it.
 *
 * @param source the name that the settings give the source
 * @param stream what the position counts in: a source of several files has one stream a file. With
 *     {@code source} it is the key under which the position is kept; "" where a source has only one
 * @param kind how the original is to be read: a KIND constant of {@link
 *     org.hinomi.core.event.AgentFrame}
 * @param time the record's own time; null where the source gives none (the frame then carries the
 *     time at which the record was read)
 * @param facility syslog facility, 0..23
 * @param severity syslog severity, 0..7
 * @param app the program that wrote it; null where only the text says so
 * @param procId its process id; null where unknown
 * @param original the record's bytes, exactly; owned by this record, never changed by anyone
 * @param attributes what else is known, for the frame's structured data: {@code path}; {@code cut}
 *     (bytes left out of a line that is too long); {@code partial} (a last line without its end);
 *     {@code reason} (a word for records of kind agent). Names are valid RFC 5424 SD-NAMEs
 * @param position opaque token that resumes the stream after this record; "" moves nothing
 */
@SuppressWarnings("ArrayRecordComponent")
public record WatchedRecord(
    String source,
    String stream,
    String kind,
    @Nullable Instant time,
    int facility,
    int severity,
    @Nullable String app,
    @Nullable String procId,
    byte[] original,
    Map<String, String> attributes,
    String position) {

  /** Facility of what the agent says of itself: syslog (5). */
  public static final int FACILITY_AGENT = 5;

  public static final int FACILITY_USER = 1;
  public static final int SEVERITY_WARNING = 4;
  public static final int SEVERITY_INFORMATIONAL = 6;

  public static final String CUT = "cut";
  public static final String PARTIAL = "partial";
  public static final String REASON = AgentFrame.REASON;

  public WatchedRecord {
    requireNonNull(source, "source");
    requireNonNull(stream, "stream");
    requireNonNull(kind, "kind");
    requireNonNull(original, "original");
    requireNonNull(position, "position");
    if (facility < 0 || facility > 23 || severity < 0 || severity > 7) {
      throw new IllegalArgumentException(
          "facility " + facility + ", severity " + severity + " (expected: 0..23, 0..7)");
    }
    attributes = Map.copyOf(attributes);
  }
}
