package org.hinomi.collector.decode.agent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.syslog.StructuredDataReader;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.hinomi.core.syslog.SyslogReader;
import org.hinomi.core.syslog.TextReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an agent's frame says around its record. Frames of one source differ in their time and
 * their sequence, those of an import in the sequence alone: what has the same bytes as before is
 * not read again. What it gives is valid until its next call. Not thread-safe.
 */
final class FrameReader {
  /** Longest header that is kept to be compared. */
  private static final int LONGEST_HEADER = 512;

  /** Characters of yyyy-mm-ddThh:mm:ssZ. */
  private static final int LEAST_TIME = 20;

  private final SyslogReader frames = new SyslogReader();
  private final StructuredDataReader structuredData = new StructuredDataReader();
  private final KnownParams known = new KnownParams();
  private final TextReader texts;

  /** The header of the last frame, from PRI up to its structured data; 0 bytes: not to be used. */
  private final byte[] headerBytes = new byte[LONGEST_HEADER];

  private int headerLength;

  private long time;
  private boolean hasTime;
  private int priority;
  private @Nullable String host;
  private @Nullable String app;
  private @Nullable String pid;
  private FrameParams params = new FrameParams(Map.of(), new byte[0], new byte[0], 0);
  private int start;
  private @Nullable Identity identity;
  private @Nullable String fault;

  FrameReader(TextReader texts) {
    this.texts = texts;
  }

  /**
   * @param receivedMicros since 1970
   */
  void read(RecordView record, Senders.Known sender, long receivedMicros) {
    if (!isKnown(record)) {
      readNew(record, sender, receivedMicros);
    }
    if (record.transport() == Transport.IMPORT && !params.imported()) {
      // It would take the place of a record that an agent has yet to send.
      identity = null;
      fault =
          "agent frame: agent \""
              + params.agentId()
              + "\" (expected: import:… in what is imported)";
    }
  }

  /** Takes what is known where header and structured data are those of earlier frames. */
  private boolean isKnown(RecordView record) {
    byte[] b = record.buffer();
    int end = record.offset() + record.length();
    int behindHeader = record.offset() + headerLength;
    if (headerLength == 0
        || record.fault() != null
        || behindHeader >= end
        || !Arrays.equals(b, record.offset(), behindHeader, headerBytes, 0, headerLength)) {
      return false;
    }
    FrameParams found = known.find(b, behindHeader, end);
    if (found == null) {
      return false;
    }
    take(found, end);
    return true;
  }

  private void take(FrameParams found, int end) {
    params = found;
    identity = new Identity(found.agentId(), found.incarnation(), known.sequence());
    start = Math.min(known.end() + 1, end);
    fault = null;
  }

  private void readNew(RecordView record, Senders.Known sender, long receivedMicros) {
    byte[] b = record.buffer();
    int end = record.offset() + record.length();
    SyslogHeader header =
        frames.read(b, record.offset(), record.length(), receivedMicros, sender.zone(), true);
    fault = record.fault() == null ? header.fault() : SyslogDecoder.describe(record.fault());
    hasTime = header.hasTime();
    time = header.timeMicros();
    priority = header.priority();
    host = name(b, header, Part.HOST);
    app = name(b, header, Part.APP);
    pid = name(b, header, Part.PID);
    int data = header.start(Part.STRUCTURED_DATA);
    boolean sound = fault == null && data >= 0;
    keepHeader(b, record.offset(), sound ? data : record.offset(), header);
    FrameParams found = sound ? known.find(b, data, end) : null;
    if (found != null) {
      take(found, end);
      return;
    }
    // Not the header's message: a BOM or line ends belong to the original record.
    start =
        sound ? Math.min(header.end(Part.STRUCTURED_DATA) + 1, end) : header.start(Part.MESSAGE);
    readParams(b, header, sound);
  }

  /** Keeps a header that means the same whoever sends it and whenever: its time is in UTC. */
  private void keepHeader(byte[] b, int from, int to, SyslogHeader header) {
    headerLength = 0;
    int behindTime = header.start(Part.HOST) - 1;
    int at = behindTime - 1;
    while (at > from && b[at - 1] != ' ') {
      at--;
    }
    if (to - from > 0
        && to - from <= LONGEST_HEADER
        && header.version() > 0
        && hasTime
        && behindTime - at >= LEAST_TIME
        && b[at + 4] == '-'
        && b[at + 10] == 'T'
        && b[behindTime - 1] == 'Z') {
      headerLength = to - from;
      System.arraycopy(b, from, headerBytes, 0, headerLength);
    }
  }

  /** Where in the message the sequence stands. */
  private static final class SequenceAt {
    private int start;
    private int end;
    private int times;
  }

  private void readParams(byte[] b, SyslogHeader header, boolean sound) {
    Map<String, String> values = new HashMap<>();
    SequenceAt at = new SequenceAt();
    int from = header.start(Part.STRUCTURED_DATA);
    int to = header.end(Part.STRUCTURED_DATA);
    boolean damagedBefore = texts.damaged();
    structuredData.read(
        b,
        from,
        to,
        (m, idStart, idEnd, nameStart, nameEnd, value, valueStart, valueEnd) -> {
          if (texts.name(m, idStart, idEnd).equals(AgentFrame.SD_ID)) {
            String name = texts.name(m, nameStart, nameEnd);
            values.put(name, texts.name(value, valueStart, valueEnd));
            if (name.equals(AgentFrame.SEQUENCE)) {
              at.start = valueStart;
              at.end = valueEnd;
              at.times += value == m ? 1 : 2;
            }
          }
        });
    long incarnation = 0;
    try {
      incarnation = Long.parseLong(values.getOrDefault(AgentFrame.INCARNATION, ""));
      identity =
          new Identity(
              values.getOrDefault(AgentFrame.AGENT, ""),
              incarnation,
              Long.parseLong(values.getOrDefault(AgentFrame.SEQUENCE, "")));
    } catch (IllegalArgumentException e) {
      identity = null;
      fault = fault == null ? "agent frame: identity: " + e.getMessage() : fault;
    }
    boolean keep =
        sound
            && identity != null
            && at.times == 1
            && to - from <= KnownParams.LONGEST
            && texts.damaged() == damagedBefore;
    params =
        new FrameParams(
            values,
            keep ? Arrays.copyOfRange(b, from, at.start) : new byte[0],
            keep ? Arrays.copyOfRange(b, at.end, to) : new byte[0],
            incarnation);
    if (keep) {
      known.add(params, b, from, to);
    }
  }

  private @Nullable String name(byte[] b, SyslogHeader header, Part part) {
    return header.has(part) ? texts.name(b, header.start(part), header.end(part)) : null;
  }

  /** Microseconds since 1970; the other where the frame has none. */
  long timeMicros(long otherwise) {
    return hasTime ? time : otherwise;
  }

  /** 0..191, or -1. */
  int priority() {
    return priority;
  }

  @Nullable String host() {
    return host;
  }

  @Nullable String app() {
    return app;
  }

  @Nullable String pid() {
    return pid;
  }

  FrameParams params() {
    return params;
  }

  /** Where the record starts in the frame's buffer. */
  int start() {
    return start;
  }

  /** Null where it cannot be read. */
  @Nullable Identity identity() {
    return identity;
  }

  /** What breaks the frame; null where nothing does. */
  @Nullable String fault() {
    return fault;
  }
}
