package org.hinomi.collector.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoders;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.imports.Recorded;
import org.hinomi.collector.imports.Target;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.ImportBatch;
import org.hinomi.core.event.Transport;
import org.hinomi.core.snmp.HinomiMib;
import org.jspecify.annotations.Nullable;

/**
 * Takes an import and decodes it as a collector would, but keeps only what shows how files are
 * read: counts, and the first events of each. Nothing is stored. Not thread-safe.
 */
public final class ImportTrial implements Target {
  private static final Pattern PARAMETER =
      Pattern.compile(" (kind|format|zone|charset|path)=\"((?:[^\"\\\\]|\\\\.)*+)\"");

  /** Where the attributes of a frame end at the latest, in bytes. */
  private static final int HEAD = 64 << 10;

  private final Decoders decoders;
  private final InstantSource clock;
  private final int shown;
  private final Map<String, FileTrial> files = new LinkedHashMap<>();
  private final InetSocketAddress self = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private long position;

  /** How one file is read. */
  public static final class FileTrial {
    private final TreeSet<String> formats = new TreeSet<>();
    private final TreeSet<String> charsets = new TreeSet<>();
    private final TreeSet<String> zones = new TreeSet<>();
    private final List<Event> first = new ArrayList<>();
    private long records;
    private long malformed;
    private long damaged;
    private @Nullable String firstFault;
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    /** Names of what its records are read as. */
    public String formats() {
      return String.join(", ", formats);
    }

    public String charsets() {
      return String.join(", ", charsets);
    }

    /** Of times without one; empty where all name theirs. */
    public String zones() {
      return String.join(", ", zones);
    }

    public List<Event> first() {
      return List.copyOf(first);
    }

    public long records() {
      return records;
    }

    /** Records that are not of their format. */
    public long malformed() {
      return malformed;
    }

    /** What is wrong with the first of them; null where none is. */
    public @Nullable String firstFault() {
      return firstFault;
    }

    /** Records with bytes that are not of their charset. */
    public long damaged() {
      return damaged;
    }

    /** Microseconds since 1970. */
    public long earliest() {
      return earliest;
    }

    public long latest() {
      return latest;
    }

    private void add(Event event, int shown) {
      records++;
      if (event.fields().get(Fields.ERROR_MESSAGE) instanceof String fault) {
        malformed++;
        firstFault = firstFault == null ? fault : firstFault;
      }
      damaged += event.fields().containsKey(Fields.EVENT_CHARSET_DAMAGED) ? 1 : 0;
      earliest = Math.min(earliest, event.timeMicros());
      latest = Math.max(latest, event.timeMicros());
      if (first.size() < shown) {
        first.add(event);
      }
    }
  }

  /**
   * @param rules how it would be decoded
   * @param shown events that are kept of each file
   */
  public ImportTrial(SyslogRules rules, InstantSource clock, int shown) {
    this.clock = clock;
    this.shown = shown;
    this.decoders =
        new Decoders(
            rules,
            new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), List.of()),
            new PrometheusRegistry());
  }

  /** Each file by its path, in the order in which they were read. */
  public Map<String, FileTrial> files() {
    return files;
  }

  @Override
  public List<Recorded> recorded() {
    return List.of();
  }

  @Override
  public void send(byte[] frames, int length) {
    ImportBatch batch = new ImportBatch(frames, length, ImportReceiver.FRAME_LIMIT);
    // What is told of a file may be told in the middle of it, with the first frame of a batch.
    boolean first = true;
    while (batch.next()) {
      byte[] frame = batch.frame();
      take(frame, 0, frame.length, first);
      first = false;
    }
  }

  private void take(byte[] buffer, int offset, int length, boolean first) {
    long nanos = clock.instant().getEpochSecond() * 1_000_000_000L;
    Decoded decoded = decoders.decode(new Frame(++position, self, nanos, buffer, offset, length));
    if (!(decoded instanceof Event event)) {
      return;
    }
    FileTrial file =
        files.computeIfAbsent(
            String.valueOf(event.fields().get(Fields.LOG_FILE_PATH)), path -> new FileTrial());
    file.add(event, shown);
    if (first || file.records <= 1000) {
      describe(file, new String(buffer, offset, Math.min(length, HEAD), StandardCharsets.UTF_8));
    }
  }

  private static void describe(FileTrial file, String frame) {
    // The structured data end here; what follows is the record's.
    int end = frame.indexOf("\"] ");
    Matcher parameter = PARAMETER.matcher(end < 0 ? frame : frame.substring(0, end + 1));
    String kind = "";
    String format = "";
    while (parameter.find()) {
      switch (parameter.group(1)) {
        case "kind" -> kind = parameter.group(2);
        case "format" -> format = parameter.group(2);
        case "zone" -> file.zones.add(parameter.group(2));
        case "charset" -> file.charsets.add(parameter.group(2));
        default -> {
          // The path names the file already.
        }
      }
    }
    boolean named = kind.equals(AgentFrame.KIND_LINE) || kind.equals(AgentFrame.KIND_COLUMNS);
    file.formats.add(named ? format : format.isEmpty() ? kind : kind + ' ' + format);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** A frame as a reader of the journal would see it. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Frame(
      long position,
      InetSocketAddress sender,
      long receivedNanos,
      byte[] buffer,
      int offset,
      int length)
      implements RecordView {

    @Override
    public Transport transport() {
      return Transport.IMPORT;
    }

    @Override
    public long connection() {
      return 0;
    }

    @Override
    public long indexInConnection() {
      return 0;
    }

    @Override
    public int originalLength() {
      return length;
    }

    @Override
    public @Nullable FrameFault fault() {
      return null;
    }
  }
}
