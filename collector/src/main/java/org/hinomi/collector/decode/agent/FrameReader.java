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
 * their sequence: what has the same bytes as before is not read again. What it gives is valid until
 * its next call. Not thread-safe.
 */
final class FrameReader {
  private final SyslogReader frames = new SyslogReader();
  private final StructuredDataReader structuredData = new StructuredDataReader();
  private final KnownHeaders headers = new KnownHeaders();
  private final KnownParams known = new KnownParams();
  private final TextReader texts;

  private long time;
  private boolean hasTime;
  private FrameHeader said = new FrameHeader(-1, null, null, null);
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
    FrameHeader header = record.fault() == null ? headers.find(b, record.offset(), end) : null;
    FrameParams found = header == null ? null : known.find(b, headers.end(), end);
    if (header == null || found == null) {
      return false;
    }
    said = header;
    hasTime = true;
    time = headers.timeMicros();
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
    said =
        new FrameHeader(
            header.priority(),
            name(b, header, Part.HOST),
            name(b, header, Part.APP),
            name(b, header, Part.PID));
    int data = header.start(Part.STRUCTURED_DATA);
    boolean sound = fault == null && data >= 0;
    if (sound && header.version() > 0 && hasTime) {
      headers.add(b, record.offset(), data, end, said);
    }
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
    return said.priority();
  }

  @Nullable String host() {
    return said.host();
  }

  @Nullable String app() {
    return said.app();
  }

  @Nullable String pid() {
    return said.pid();
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
