package org.hinomi.collector.decode.agent;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.decode.columns.ColumnsDecoder;
import org.hinomi.collector.decode.columns.DeclaredFormats;
import org.hinomi.collector.decode.mail.MailDecoder;
import org.hinomi.collector.decode.mail.MailReading;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.windows.WindowsEventDecoder;
import org.hinomi.collector.decode.windows.WindowsReading;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.SampleJson;
import org.hinomi.core.snmp.HinomiMib;
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
  private final TextReader texts = new TextReader();
  private final FrameReader frames = new FrameReader(texts);
  private final DeclaredLines lines;
  private final ImportedLineDecoder imports;
  private final JournaldDecoder journald;
  private final WindowsEventDecoder windows = new WindowsEventDecoder();
  private final FlowDecoder flows = new FlowDecoder();
  private final MailDecoder mails = new MailDecoder();
  private final ColumnsDecoder columns = new ColumnsDecoder();
  private final UnixDecoder unix = new UnixDecoder();
  private final CapturedDecoder captured;

  /** Knows no users of SNMPv3. */
  public AgentDecoder(Senders senders) {
    this(senders, new ServiceDecoder());
  }

  /** Knows no users of SNMPv3. */
  public AgentDecoder(Senders senders, ServiceDecoder services) {
    this(
        senders,
        services,
        new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), List.of()));
  }

  /**
   * @param snmp reads SNMP messages of packet captures
   */
  public AgentDecoder(Senders senders, ServiceDecoder services, Decoder snmp) {
    this.senders = senders;
    ServiceTexts named = new ServiceTexts(services, windows);
    imports = new ImportedLineDecoder(texts, named);
    lines =
        new DeclaredLines(
            new DeclaredFormats(senders.rules().formats()),
            new LineDecoder(texts, named),
            imports,
            columns);
    journald = new JournaldDecoder(named);
    captured = new CapturedDecoder(senders.rules(), services, snmp);
  }

  /** Whether the record claims to be an agent's frame. */
  public static boolean claims(RecordView record) {
    byte[] b = record.buffer();
    int start = record.offset();
    int end = start + Math.min(record.length(), HEADER_LIMIT);
    if (end - start < 8 || b[start] != '<') {
      return false;
    }
    // Structured data stand behind PRI and VERSION, TIMESTAMP, HOSTNAME, APP-NAME, PROCID, MSGID.
    int data = Blanks.find(b, start, end, HEADER_BLANKS) + 1;
    int behind = data + MARK.length;
    return data > 0
        && behind < end
        && Arrays.equals(b, data, behind, MARK, 0, MARK.length)
        && (b[behind] == ' ' || b[behind] == ']');
  }

  @Override
  public Decoded decode(RecordView record) {
    texts.forget();
    Senders.Known sender = senders.of(record.sender().getAddress());
    long received = Math.floorDiv(record.receivedNanos(), 1_000L);
    frames.read(record, sender, received);
    Frame frame = new Frame(record, sender, received);
    String fault = frames.fault();
    if (fault != null) {
      return frame.damaged(fault);
    }
    String kind = frames.params().value(AgentFrame.KIND);
    return switch (kind) {
      case AgentFrame.KIND_SAMPLE -> round(frame);
      case AgentFrame.KIND_LINE -> line(frame);
      case AgentFrame.KIND_JOURNALD -> journal(frame);
      case AgentFrame.KIND_WINEVENT -> windows(frame);
      case AgentFrame.KIND_AGENT -> frame.event(frame.plain());
      case AgentFrame.KIND_UTMP, AgentFrame.KIND_BOOT -> unix(frame, kind);
      case AgentFrame.KIND_CAPTURED,
          AgentFrame.KIND_FLOW,
          AgentFrame.KIND_MAIL,
          AgentFrame.KIND_COLUMNS ->
          imported(frame);
      default ->
          frame.damaged(
              "agent frame: kind \""
                  + kind
                  + "\" (expected: line, journald, winevent, utmp, boot, sample or agent)");
    };
  }

  private Decoded line(Frame frame) {
    try {
      FrameParams params = frames.params();
      if (params.columns()) {
        return frame.event(columns(frame, lines.zoned(frame.input(), frame.host, params)));
      }
      return frame.event(
          frame.imported()
              ? lines.imported(frame.input(), frame.host, params)
              : lines.live(frame.input(), frame.host, params));
    } catch (IllegalArgumentException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
  }

  /** What only imports may give: it speaks for others than who sends it. */
  private Decoded imported(Frame frame) {
    String kind = frames.params().value(AgentFrame.KIND);
    if (!frame.imported()) {
      return frame.damaged("agent frame: kind \"" + kind + "\" (expected: only in imports)");
    }
    try {
      Original original = frame.input();
      return switch (kind) {
        case AgentFrame.KIND_FLOW -> frame.event(flows.read(original));
        case AgentFrame.KIND_MAIL -> frame.event(mail(frame, original));
        case AgentFrame.KIND_COLUMNS -> frame.event(columns(frame, original));
        default ->
            frame.taken(
                captured.read(
                    frame.record,
                    original,
                    imports.zone(frames.params().value(AgentFrame.ZONE), frame.sender.zone()),
                    frames.params()::value));
      };
    } catch (IllegalArgumentException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
  }

  private Reading columns(Frame frame, Original original) {
    boolean[] damaged = new boolean[1];
    String text = imports.text(original, frames.params().value(AgentFrame.CHARSET), damaged);
    ZoneId zone = imports.zone(frames.params().value(AgentFrame.ZONE), original.zone());
    Reading reading = columns(text, zone, original.frameMicros());
    if (damaged[0]) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    return reading;
  }

  private Reading columns(String text, ZoneId zone, long near) {
    FrameParams params = frames.params();
    boolean declared = !params.value(AgentFrame.MAP).isEmpty();
    if (!declared && WindowsEventDecoder.mayBeJson(text)) {
      WindowsReading event = windows.readJson(text, near, zone);
      if (event != null) {
        Reading reading = new Reading(text);
        reading.take(event);
        return reading;
      }
    }
    return Reading.of(columns.read(text, params::value, zone, near));
  }

  private Reading mail(Frame frame, Original original) {
    boolean[] damaged = new boolean[1];
    String section = imports.text(original, frames.params().value(AgentFrame.CHARSET), damaged);
    MailReading read = mails.read(section, frames.params().value(AgentFrame.ATTACHMENTS));
    Reading reading = new Reading(read.message());
    reading.fields.putAll(read.fields());
    if (damaged[0]) {
      reading.fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
    if (frames.params().value(AgentFrame.SIZE).matches("\\d{1,18}")) {
      reading.fields.put(Fields.EMAIL_SIZE, Long.parseLong(frames.params().value(AgentFrame.SIZE)));
    }
    if (read.seconds().isPresent()) {
      reading.timeMicros = read.seconds().getAsLong() * 1_000_000;
    }
    reading.host = read.host();
    return reading;
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
    reading.take(read);
    return frame.event(reading);
  }

  private Decoded round(Frame frame) {
    SampleJson.Round round;
    try {
      round = SampleJson.read(frame.record.buffer(), frame.start, frame.end - frame.start);
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
        frames.identity(),
        round.samples(),
        round.unavailable(),
        RawMessage.copyOf(frame.record.buffer(), frame.start, frame.end - frame.start));
  }

  private Decoded unix(Frame frame, String kind) {
    try {
      Original original = frame.input();
      return frame.event(
          kind.equals(AgentFrame.KIND_BOOT) ? unix.boot(original) : unix.login(original));
    } catch (IllegalArgumentException e) {
      return frame.damaged(String.valueOf(e.getMessage()));
    }
  }

  private Decoded journal(Frame frame) {
    try {
      return frame.event(journald.read(frame.input()));
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
    private final long time;
    private final String host;
    private final int start;
    private final int end;

    Frame(RecordView record, Senders.Known sender, long received) {
      this.record = record;
      this.sender = sender;
      this.received = received;
      // A rule speaks of who sends; an import is sent for others.
      this.ruledHost = imported() ? null : sender.host();
      String named = ruledHost == null ? frames.host() : ruledHost;
      this.host = named == null ? sender.address() : named;
      this.time = frames.timeMicros(received);
      this.start = frames.start();
      this.end = record.offset() + record.length();
    }

    boolean imported() {
      return record.transport() == Transport.IMPORT;
    }

    Original input() {
      String app = frames.app();
      return new Original(
          record.buffer(),
          start,
          end,
          time,
          sender.zone(),
          AgentFrame.APP_NAME.equals(app) ? null : app,
          frames.pid());
    }

    /** MSG as text, nothing taken from it. */
    Reading plain() {
      Reading reading = new Reading(texts.text(record.buffer(), start, end));
      int priority = frames.priority();
      reading.app = frames.app();
      reading.pid = frames.pid();
      reading.facility = priority < 0 ? -1 : priority >> 3;
      reading.severity = priority < 0 ? -1 : priority & 7;
      return reading;
    }

    Event event(Reading reading) {
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
          frames.identity(),
          fields(reading.fields));
    }

    /** What another decoder made of the original. */
    Event taken(Event event) {
      return new Event(
          record.position(),
          record.transport(),
          event.sourceAddress(),
          received,
          event.timeMicros(),
          event.host(),
          event.facility(),
          event.severity(),
          event.app(),
          event.pid(),
          event.message(),
          event.original(),
          frames.identity(),
          fields(new HashMap<>(event.fields())));
    }

    /** The whole frame is the original: nobody knows where the record in it starts. */
    Event damaged(String reason) {
      Reading reading = plain();
      reading.fields.put(Fields.ERROR_MESSAGE, reason);
      return new Event(
          record.position(),
          record.transport(),
          sender.address(),
          received,
          time,
          host,
          reading.facility,
          reading.severity,
          reading.app,
          reading.pid,
          reading.message,
          RawMessage.copyOf(record.buffer(), record.offset(), record.length()),
          frames.identity(),
          fields(reading.fields));
    }

    /** Most lines have no field of their own: theirs are those of their source. */
    private Map<String, Object> fields(Map<String, Object> own) {
      FrameParams params = frames.params();
      boolean cut = params.has(FrameParams.CUT);
      boolean truncated = record.originalLength() > record.length();
      if (own.isEmpty() && !cut && !truncated && !texts.damaged()) {
        return params.fields();
      }
      Map<String, Object> fields = own;
      fields.putAll(params.fields());
      if (truncated) {
        fields.put(Fields.EVENT_TRUNCATED_FROM, (long) record.originalLength());
      } else if (cut) {
        cut(fields, params.value(FrameParams.CUT));
      }
      if (texts.damaged()) {
        fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
      }
      return fields;
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
  }
}
