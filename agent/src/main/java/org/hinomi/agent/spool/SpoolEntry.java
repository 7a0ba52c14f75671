package org.hinomi.agent.spool;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.sample.SampleJson;
import org.jspecify.annotations.Nullable;

/**
 * What the spool keeps of one record: all that its frame is built from.
 *
 * @param source the name that the settings give the source; {@code sample} for sample rounds
 * @param stream with {@code source} the key under which the position is kept; "" where a source has
 *     only one
 * @param position token that resumes the stream after this record; "" moves nothing
 * @param msgId RFC 5424 MSGID: a MSGID constant of {@link AgentFrame}
 * @param kind a KIND constant of {@link AgentFrame}
 * @param time the record's own time, or when it was read
 * @param facility 0..23
 * @param severity 0..7
 * @param app RFC 5424 APP-NAME; null where unknown
 * @param procId RFC 5424 PROCID; null where unknown
 * @param attributes further parameters of the frame's structured data; names are SD-NAMEs
 * @param message the original record, exactly; owned by this entry, never changed by anyone
 */
@SuppressWarnings("ArrayRecordComponent") // one array a record, on the way to the disk and back
public record SpoolEntry(
    String source,
    String stream,
    String position,
    String msgId,
    String kind,
    Instant time,
    int facility,
    int severity,
    @Nullable String app,
    @Nullable String procId,
    Map<String, String> attributes,
    byte[] message) {

  public SpoolEntry {
    requireNonNull(source, "source");
    requireNonNull(stream, "stream");
    requireNonNull(position, "position");
    requireNonNull(msgId, "msgId");
    requireNonNull(kind, "kind");
    requireNonNull(time, "time");
    requireNonNull(message, "message");
    if (facility < 0 || facility > 23 || severity < 0 || severity > 7) {
      throw new IllegalArgumentException(
          "facility " + facility + ", severity " + severity + " (expected: 0..23, 0..7)");
    }
    attributes = Map.copyOf(attributes);
  }

  /** Facility daemon (3): samples are the agent's own words. */
  private static final int FACILITY_DAEMON = 3;

  private static final int SEVERITY_INFORMATIONAL = 6;

  /** A round of samples. */
  public static SpoolEntry sample(SampleJson.Round round, Instant time) {
    return new SpoolEntry(
        "sample",
        "",
        "",
        AgentFrame.MSGID_SAMPLE,
        AgentFrame.KIND_SAMPLE,
        time,
        FACILITY_DAEMON,
        SEVERITY_INFORMATIONAL,
        AgentFrame.APP_NAME,
        null,
        Map.of(),
        SampleJson.write(round));
  }
}
