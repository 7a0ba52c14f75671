package org.hinomi.collector.decode.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.windows.WindowsEventDecoder;
import org.hinomi.collector.decode.windows.WindowsReading;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.SampleJson;
import org.hinomi.core.syslog.StructuredDataReader;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.hinomi.core.syslog.SyslogReader;
import org.hinomi.core.syslog.TextReader;
import org.hinomi.core.windows.MalformedEventException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of our agents (see {@link AgentFrame}): an event from a watched record, a sample
 * round, or what the agent says of itself. A damaged frame is an event with {@code error.message},
 * with its identity where that can be read. Not thread-safe.
 */
public final class AgentDecoder implements Decoder {
  private static final byte[] MARK = ("[" + AgentFrame.SD_ID).getBytes(StandardCharsets.US_ASCII);

  /** PRI, header fields at their longest, and the blanks between them. */
  private static final int HEADER_LIMIT = 560;

  private static final int HEADER_BLANKS = 6;

  private final Senders senders;
  private final SyslogReader frames = new SyslogReader();
  private final StructuredDataReader structuredData = new StructuredDataReader();
  private final TextReader texts = new TextReader();
  private final LineDecoder lines;
  private final ImportedLineDecoder imports;
  private final JournaldDecoder journald;
  private final WindowsEventDecoder windows = new WindowsEventDecoder();

  public AgentDecoder(Senders senders) {
    this(senders, new ServiceDecoder());
  }

  public AgentDecoder(Senders senders, ServiceDecoder services) {
    this.senders = senders;
    ServiceTexts named = new ServiceTexts(services);
    lines = new LineDecoder(texts, named);
    imports = new ImportedLineDecoder(texts, named);
    journald = new JournaldDecoder(named);
  }

  /** Whether the record claims to be an agent's frame. */
  public static boolean claims(RecordView record) {
    byte[] b = record.buffer();
    int start = record.offset();
    int end = start + Math.min(record.length(), HEADER_LIMIT);
    if (end - start < 8 || b[start] != '<') {
      return false;
    }
    int blanks = 0;
    for (int i = start + 1; i + MARK.length < end; i++) {
      if (b[i] == ' ') {
        blanks++;
      } else if (blanks == HEADER_BLANKS) {
        // Structured data stand behind PRI and VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID,
        // MSGID.
        return Arrays.equals(b, i, i + MARK.length, MARK, 0, MARK.length)
            && (b[i + MARK.length] == ' ' || b[i + MARK.length] == ']');
      }
    }
    return false;
  }

  @Override
  public Decoded decode(RecordView record) {
    Senders.Known sender = senders.of(record.sender().getAddress());
    long received = Math.floorDiv(record.receivedNanos(), 1_000L);
    byte[] b = record.buffer();
    texts.forget();
    SyslogHeader header =
        frames.read(b, record.offset(), record.length(), received, sender.zone(), true);
    Frame frame = new Frame(record, sender, received);
    frame.take(b, header);
    if (frame.fault != null) {
      return frame.damaged(frame.fault);
    }
    return switch (frame.value(AgentFrame.KIND)) {
      case AgentFrame.KIND_SAMPLE -> round(frame, b);
      case AgentFrame.KIND_LINE -> line(frame, sender);
      case AgentFrame.KIND_JOURNALD -> journal(frame, sender);
      case AgentFrame.KIND_WINEVENT -> windows(frame);
      case AgentFrame.KIND_AGENT -> frame.event(frame.plain());
      default ->
          frame.damaged(
              "agent frame: kind \""
                  + frame.value(AgentFrame.KIND)
                  + "\" (expected: line, journald, winevent, sample or agent)");
    };
  }

  private Decoded line(Frame frame, Senders.Known sender) {
    if (!frame.imported()) {
      return frame.event(lines.read(frame.input(sender)));
    }
    try {
      return frame.event(imports.read(frame.input(sender), frame::value));
    } catch (IllegalArgumentException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
  }

  private Decoded windows(Frame frame) {
    // Not by way of texts: the decoder wants the original's characters, controls included.
    byte[] xml = Arrays.copyOfRange(frame.record.buffer(), frame.start, frame.end);
    WindowsReading read;
    try {
      read = windows.read(xml);
    } catch (MalformedEventException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
    Reading reading = new Reading(read.message());
    reading.fields.putAll(read.fields());
    if (read.time() != null) {
      reading.timeMicros = ChronoUnit.MICROS.between(Instant.EPOCH, read.time());
    }
    reading.host = read.host();
    reading.severity = read.severity();
    reading.app = read.processName();
    reading.pid = read.processId();
    return frame.event(reading);
  }

  private Decoded round(Frame frame, byte[] b) {
    SampleJson.Round round;
    try {
      round = SampleJson.read(b, frame.start, frame.end - frame.start);
    } catch (IllegalArgumentException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
    return new SampleRound(
        frame.record.position(),
        frame.record.transport(),
        frame.sender.address(),
        frame.received,
        frame.time,
        frame.host,
        frame.identity,
        round.samples(),
        round.unavailable());
  }

  private Decoded journal(Frame frame, Senders.Known sender) {
    try {
      return frame.event(journald.read(frame.input(sender)));
    } catch (IllegalArgumentException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
  }

  /** One frame on its way to becoming an event. */
  private final class Frame {
    private final RecordView record;
    private final Senders.Known sender;
    private final @Nullable String ruledHost;
    private final long received;
    private final Map<String, String> params = new HashMap<>();
    private long time;
    private String host;
    private int priority;
    private @Nullable String app;
    private @Nullable String pid;
    private int start;
    private int end;
    private @Nullable Identity identity;
    private @Nullable String fault;

    Frame(RecordView record, Senders.Known sender, long received) {
      this.record = record;
      this.sender = sender;
      this.received = received;
      this.host = sender.address();
      // A rule speaks of who sends; an import is sent for others.
      this.ruledHost = imported() ? null : sender.host();
    }

    boolean imported() {
      return record.transport() == Transport.IMPORT;
    }

    void take(byte[] b, SyslogHeader header) {
      fault = record.fault() == null ? header.fault() : SyslogDecoder.describe(record.fault());
      time = header.hasTime() ? header.timeMicros() : received;
      priority = header.priority();
      app = name(b, header, Part.APP);
      pid = name(b, header, Part.PID);
      String named = name(b, header, Part.HOST);
      host = ruledHost != null ? ruledHost : named == null ? sender.address() : named;
      end = record.offset() + record.length();
      // Not the header's message: a BOM or line ends belong to the original record.
      start =
          fault == null && header.has(Part.STRUCTURED_DATA)
              ? Math.min(header.end(Part.STRUCTURED_DATA) + 1, end)
              : header.start(Part.MESSAGE);
      structuredData.read(
          b,
          header.start(Part.STRUCTURED_DATA),
          header.end(Part.STRUCTURED_DATA),
          (m, idStart, idEnd, nameStart, nameEnd, value, valueStart, valueEnd) -> {
            if (texts.name(m, idStart, idEnd).equals(AgentFrame.SD_ID)) {
              params.put(
                  texts.name(m, nameStart, nameEnd), texts.name(value, valueStart, valueEnd));
            }
          });
      try {
        identity =
            new Identity(
                value(AgentFrame.AGENT),
                Long.parseLong(value(AgentFrame.INCARNATION)),
                Long.parseLong(value(AgentFrame.SEQUENCE)));
      } catch (IllegalArgumentException e) {
        fault = fault == null ? "agent frame: identity: " + e.getMessage() : fault;
      }
      if (imported() && !value(AgentFrame.AGENT).startsWith(AgentFrame.IMPORT_AGENT)) {
        // It would take the place of a record that an agent has yet to send.
        identity = null;
        fault =
            "agent frame: agent \""
                + value(AgentFrame.AGENT)
                + "\" (expected: import:… in what is imported)";
      }
    }

    private @Nullable String name(byte[] b, SyslogHeader header, Part part) {
      return header.has(part) ? texts.name(b, header.start(part), header.end(part)) : null;
    }

    String value(String param) {
      return params.getOrDefault(param, "");
    }

    Original input(Senders.Known sender) {
      return new Original(
          record.buffer(),
          start,
          end,
          time,
          sender.zone(),
          AgentFrame.APP_NAME.equals(app) ? null : app,
          pid);
    }

    /** MSG as text, nothing taken from it. */
    Reading plain() {
      Reading reading = new Reading(texts.text(record.buffer(), start, end));
      reading.app = app;
      reading.pid = pid;
      reading.facility = priority < 0 ? -1 : priority >> 3;
      reading.severity = priority < 0 ? -1 : priority & 7;
      return reading;
    }

    Event event(Reading reading) {
      Map<String, Object> fields = reading.fields;
      describe(fields);
      return new Event(
          record.position(),
          record.transport(),
          sender.address(),
          received,
          reading.timeMicros == Reading.NO_TIME ? time : reading.timeMicros,
          reading.host == null || ruledHost != null ? host : reading.host,
          reading.facility,
          reading.severity,
          reading.app,
          reading.pid,
          reading.message,
          RawMessage.copyOf(record.buffer(), start, end - start),
          identity,
          fields);
    }

    /** The whole frame is the original: nobody knows where the record in it starts. */
    Event damaged(String reason) {
      Reading reading = plain();
      reading.fields.put(Fields.ERROR_MESSAGE, reason);
      describe(reading.fields);
      return new Event(
          record.position(),
          record.transport(),
          sender.address(),
          received,
          time,
          host,
          reading.facility,
          reading.severity,
          app,
          pid,
          reading.message,
          RawMessage.copyOf(record.buffer(), record.offset(), record.length()),
          identity,
          reading.fields);
    }

    private void describe(Map<String, Object> fields) {
      put(fields, Fields.AGENT_SOURCE, AgentFrame.SOURCE);
      put(fields, Fields.AGENT_KIND, AgentFrame.KIND);
      put(fields, Fields.LOG_FILE_PATH, AgentFrame.PATH);
      put(fields, Fields.AGENT_REASON, "reason");
      if (params.containsKey("partial")) {
        fields.put(Fields.AGENT_PARTIAL, true);
      }
      if (record.originalLength() > record.length()) {
        fields.put(Fields.EVENT_TRUNCATED_FROM, (long) record.originalLength());
      } else if (params.containsKey("cut")) {
        cut(fields, value("cut"));
      }
      if (texts.damaged()) {
        fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
      }
    }

    private void cut(Map<String, Object> fields, String bytes) {
      try {
        fields.put(Fields.EVENT_TRUNCATED_FROM, end - start + Long.parseLong(bytes));
      } catch (NumberFormatException e) {
        fields.putIfAbsent(
            Fields.ERROR_MESSAGE,
            "agent frame: cut \"" + bytes + "\" (expected: a number of bytes)");
      }
    }

    private void put(Map<String, Object> fields, String field, String param) {
      String value = params.get(param);
      if (value != null) {
        fields.put(field, value);
      }
    }
  }
}
