package org.hinomi.collector.decode.syslog;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.CharsetText;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.columns.ColumnsDecoder;
import org.hinomi.collector.decode.columns.ColumnsReading;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.collector.decode.columns.DeclaredFormats;
import org.hinomi.collector.decode.columns.RecordLayout;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.windows.WindowsEventDecoder;
import org.hinomi.collector.decode.windows.WindowsReading;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.StructuredDataReader;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.hinomi.core.syslog.SyslogReader;
import org.hinomi.core.syslog.TextReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of syslog messages: RFC 5424, RFC 3164 and what devices send. Every input is an
 * event; what is wrong with it stands in {@code error.message}. Not thread-safe.
 */
public final class SyslogDecoder implements Decoder {
  private final SyslogRules rules;
  private final Senders senders;
  private final SyslogReader reader = new SyslogReader();
  private final StructuredDataReader structuredData = new StructuredDataReader();
  private final TextReader texts = new TextReader();
  private final DeviceText devices = new DeviceText(texts);
  private final ServiceDecoder services;
  private final DeclaredFormats formats;
  private final ColumnsDecoder columns = new ColumnsDecoder();
  private final WindowsEventDecoder windows = new WindowsEventDecoder();
  private final SenderCharsets charsets = new SenderCharsets();
  private final HeaderFields plain = new HeaderFields();
  private final Map<String, Map<String, String>> paramFields = new HashMap<>();

  public SyslogDecoder(SyslogRules rules) {
    this(rules, new Senders(rules), new ServiceDecoder());
  }

  public SyslogDecoder(SyslogRules rules, Senders senders, ServiceDecoder services) {
    this.rules = rules;
    this.senders = senders;
    this.services = services;
    this.formats = new DeclaredFormats(rules.formats());
  }

  @Override
  public Event decode(RecordView record) {
    Senders.Known sender = senders.of(record.sender().getAddress());
    Charset declared = sender.charset();
    Event event = decode(record, sender, declared);
    if (declared != null || !mayHaveAnother(event)) {
      return event;
    }
    Charset told = charsets.of(sender.address(), event.original().bytes());
    return told == null ? event : decode(record, sender, told);
  }

  /** What is no UTF-8 has another charset; ISO-2022-JP has escapes in what would be ASCII. */
  private boolean mayHaveAnother(Event event) {
    return texts.undecodable() || event.message().indexOf('\u001b') >= 0;
  }

  private Event decode(RecordView record, Senders.Known sender, @Nullable Charset charset) {
    long received = Math.floorDiv(record.receivedNanos(), 1_000L);
    byte[] b = record.buffer();
    int start = record.offset();
    int length = record.length();
    Map<String, Object> own = new HashMap<>(8);
    if (charset != null) {
      CharsetText text = CharsetText.of(b, start, length, charset);
      if (text.damaged()) {
        own.put(Fields.EVENT_CHARSET_DAMAGED, true);
      }
      b = text.text().getBytes(StandardCharsets.UTF_8);
      start = 0;
      length = b.length;
    }
    SyslogHeader header =
        reader.read(b, start, length, received, sender.zone(), sender.namesHost());
    texts.forget();
    String app = name(b, header, Part.APP);
    String pid = name(b, header, Part.PID);
    devices.read(b, header, received, sender.zone(), own);
    String message = texts.text(b, header.start(Part.MESSAGE), header.end(Part.MESSAGE));
    WindowsReading event = windows(b, header, app, message, received, sender.zone());
    boolean read =
        event == null
            && (app == null
                ? services.readLine(message, own, received, sender.zone())
                : services.read(app, message, own, received, sender.zone()));
    if (read && app == null) {
      app = services.program();
    }
    faults(record, header, own);
    String host = host(b, header, sender);
    ColumnsReading declared =
        formats.isEmpty() ? null : declared(host, app, message, sender.zone(), received);
    if (declared != null) {
      own.putAll(declared.fields());
    }
    int priority = header.priority() < 0 ? rules.missingPriority() : header.priority();
    long time =
        devices.hasTime()
            ? devices.timeMicros()
            : header.hasTime()
                ? header.timeMicros()
                : read && services.hasTime() ? services.timeMicros() : received;
    int severity = priority < 0 ? -1 : priority & 7;
    if (event != null) {
      // What the header says stays; the fields of the event come on top.
      own.putAll(event.fields());
      Instant created = event.time();
      // Their own time has whole seconds and no zone.
      if (created != null && header.version() == 0) {
        time = ChronoUnit.MICROS.between(Instant.EPOCH, created);
      }
      host = sender.host() == null && event.host() != null ? event.host() : host;
      severity = severity < 0 ? event.severity() : severity;
      // The whole JSON is kept as event.original; people read its text.
      message = message.startsWith("{") ? event.message() : message;
    }
    if (declared != null) {
      message = declared.message();
      time = declared.timeMicros().orElse(time);
      host = declared.host() == null ? host : declared.host();
      app = declared.app() == null ? app : declared.app();
      pid = declared.pid() == null ? pid : declared.pid();
      severity = declared.severity() < 0 ? severity : declared.severity();
    }
    return new Event(
        record.position(),
        record.transport(),
        sender.address(),
        received,
        time,
        host,
        priority < 0 ? -1 : priority >> 3,
        severity,
        app,
        pid,
        message,
        RawMessage.copyOf(record.buffer(), record.offset(), record.length()),
        null,
        fields(b, header, own));
  }

  /** What Snare or NXLog tells of a Windows event; null where the message is no such. */
  private @Nullable WindowsReading windows(
      byte[] b,
      SyslogHeader header,
      @Nullable String app,
      String message,
      long received,
      ZoneId zone) {
    if (WindowsEventDecoder.mayBeJson(message)) {
      return windows.readJson(message, received, zone);
    }
    if (app == null) {
      return WindowsEventDecoder.mayBeSnare(message)
          ? windows.readSnare(message, received, zone)
          : null;
    }
    return WindowsEventDecoder.isSnare(app)
        ? windows.readSnare(
            texts.text(b, header.start(Part.APP), header.end(Part.MESSAGE)), received, zone)
        : null;
  }

  /** What the settings declare of what this host or its program says; null where nothing. */
  private @Nullable ColumnsReading declared(
      String host, @Nullable String app, String message, ZoneId zone, long received) {
    DeclaredFormat format = formats.ofProgram(host, "", "", app);
    if (format == null) {
      format = formats.whole(host, "", "");
    }
    RecordLayout layout = format == null ? null : format.layout();
    return format == null || layout == null
        ? null
        : columns.read(message, layout, format.zone() == null ? zone : format.zone(), received);
  }

  private @Nullable String name(byte[] b, SyslogHeader header, Part part) {
    return header.has(part) ? texts.name(b, header.start(part), header.end(part)) : null;
  }

  private String host(byte[] b, SyslogHeader header, Senders.Known sender) {
    if (sender.host() != null) {
      return sender.host();
    }
    String host = devices.host();
    if (host == null) {
      host = name(b, header, Part.HOST);
    }
    return host == null || host.isEmpty() ? sender.address() : host;
  }

  /** Most messages have no more than their header says: these share one map for each kind. */
  private Map<String, Object> fields(byte[] b, SyslogHeader header, Map<String, Object> own) {
    if (own.isEmpty() && HeaderFields.isAll(header)) {
      return plain.of(header.version(), name(b, header, Part.MSGID));
    }
    describe(b, header, own);
    return own;
  }

  private void describe(byte[] b, SyslogHeader header, Map<String, Object> fields) {
    if (header.version() > 0) {
      fields.put(Fields.SYSLOG_VERSION, (long) header.version());
    }
    put(fields, Fields.SYSLOG_MSGID, name(b, header, Part.MSGID));
    put(fields, Fields.SYSLOG_SEQUENCE, name(b, header, Part.SEQUENCE));
    put(fields, Fields.SYSLOG_UPTIME, name(b, header, Part.UPTIME));
    if (header.clock() != SyslogHeader.Clock.UNMARKED) {
      fields.put(
          Fields.SYSLOG_CLOCK,
          header.clock() == SyslogHeader.Clock.NOT_AUTHORITATIVE
              ? "not-authoritative"
              : "not-synchronized");
    }
    if (header.has(Part.STRUCTURED_DATA)) {
      structuredData.read(
          b,
          header.start(Part.STRUCTURED_DATA),
          header.end(Part.STRUCTURED_DATA),
          (m, idStart, idEnd, nameStart, nameEnd, value, valueStart, valueEnd) ->
              add(
                  fields,
                  paramField(texts.name(m, idStart, idEnd), texts.name(m, nameStart, nameEnd)),
                  texts.text(value, valueStart, valueEnd)));
    }
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** A parameter that comes again (ip in origin) becomes a list. */
  private static void add(Map<String, Object> fields, String name, String value) {
    Object before = fields.putIfAbsent(name, value);
    if (before != null) {
      List<String> all = new ArrayList<>();
      if (before instanceof List<?> several) {
        several.forEach(one -> all.add(one.toString()));
      } else {
        all.add(before.toString());
      }
      all.add(value);
      fields.put(name, all);
    }
  }

  /** The field's name, made once for each SD-ID and parameter. */
  private String paramField(String id, String name) {
    if (paramFields.size() > 1024) {
      paramFields.clear();
    }
    Map<String, String> names = paramFields.computeIfAbsent(id, unused -> new HashMap<>());
    if (names.size() > 1024) {
      names.clear();
    }
    return names.computeIfAbsent(name, n -> Fields.SYSLOG_STRUCTURED_DATA + id + "." + n);
  }

  private void faults(RecordView record, SyslogHeader header, Map<String, Object> fields) {
    FrameFault frame = record.fault();
    String fault = frame == null ? header.fault() : describe(frame);
    put(fields, Fields.ERROR_MESSAGE, fault);
    if (record.originalLength() > record.length()) {
      fields.put(Fields.EVENT_TRUNCATED_FROM, (long) record.originalLength());
    }
    if (texts.damaged()) {
      fields.put(Fields.EVENT_CHARSET_DAMAGED, true);
    }
  }

  /** What an operator reads of a frame fault. */
  public static String describe(FrameFault fault) {
    return switch (fault) {
      case BAD_OCTET_COUNT -> "frame: octet count cannot be read (RFC 6587)";
      case CUT_OFF -> "frame: the connection ended inside it";
      case BAD_RELP_HEADER -> "frame: RELP header cannot be read";
      case BAD_BER -> "frame: not BER";
      case SNMP_NETWORK,
          SNMP_VERSION,
          SNMP_COMMUNITY,
          SNMP_UNKNOWN_ENGINE_ID,
          SNMP_NOT_IN_TIME_WINDOW ->
          fault.text();
    };
  }
}
