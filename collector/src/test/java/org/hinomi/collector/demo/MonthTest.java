package org.hinomi.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoders;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.snmp.HinomiMib;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final Predicate<LocalDate> SPORTS_DAY = LocalDate.of(2026, 10, 12)::equals;
  private static final Set<IncidentKind> ALL = EnumSet.allOf(IncidentKind.class);

  private record Raw(Arrival arrival, long position, InetSocketAddress sender)
      implements RecordView {
    @Override
    public Transport transport() {
      return arrival.transport();
    }

    @Override
    public long receivedNanos() {
      return arrival.receivedMicros() * 1000;
    }

    @Override
    public long connection() {
      return 1;
    }

    @Override
    public long indexInConnection() {
      return position;
    }

    @Override
    public int originalLength() {
      return length();
    }

    @Override
    public @Nullable FrameFault fault() {
      return null;
    }

    @Override
    public byte[] buffer() {
      return arrival.bytes();
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int length() {
      return arrival.bytes().length;
    }
  }

  private static String hash(long seed) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Month.of(seed, OCTOBER, SPORTS_DAY, ALL)
        .records(
            arrival -> {
              digest.update(
                  Long.toString(arrival.receivedMicros()).getBytes(StandardCharsets.UTF_8));
              digest.update(arrival.sender().getBytes(StandardCharsets.UTF_8));
              digest.update(arrival.bytes());
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void theSameSeedGivesTheSameRecords() throws Exception {
    assertThat(hash(7)).isEqualTo(hash(7)).isNotEqualTo(hash(8));
  }

  @Test
  void theSameSeedGivesTheSameTables(@TempDir Path folder) throws Exception {
    Map<String, byte[]> once = tables(folder.resolve("a"));
    Map<String, byte[]> again = tables(folder.resolve("b"));
    assertThat(once.keySet()).contains("attendance.csv", "rights.xlsx", "leavers.csv");
    once.forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
    assertThat(new String(once.get("attendance.csv"), "windows-31j")).contains("令和8年10月1日(木)");
  }

  private static Map<String, byte[]> tables(Path folder) throws Exception {
    Month.of(3, OCTOBER, SPORTS_DAY, ALL).tables(folder);
    Map<String, byte[]> tables = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        tables.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return tables;
  }

  @Test
  void everyKindIsPlantedOnceAndShowsInRecordsOrInWhatIsNotThere() throws Exception {
    Month month = Month.of(11, OCTOBER, SPORTS_DAY, ALL);
    month.records(arrival -> {});
    assertThat(month.incidents().stream().map(Incident::kind))
        .containsExactlyInAnyOrder(IncidentKind.values());
    Set<IncidentKind> withoutRecords =
        month.incidents().stream()
            .filter(incident -> incident.records().isEmpty())
            .map(Incident::kind)
            .collect(Collectors.toSet());
    assertThat(withoutRecords)
        .containsExactlyInAnyOrder(
            IncidentKind.DISK_FILLING,
            IncidentKind.RECORD_GAP,
            IncidentKind.SOURCE_SILENT,
            IncidentKind.LOG_ENDS,
            IncidentKind.REQUEST_WITHOUT_ACCESS,
            IncidentKind.ROOM_WITHOUT_KEY);
  }

  @Test
  void aCleanMonthHasNothingPlanted() throws Exception {
    Month month = Month.of(11, OCTOBER, SPORTS_DAY, Set.of());
    long[] count = new long[1];
    month.records(arrival -> count[0]++);
    assertThat(month.incidents()).isEmpty();
    assertThat(count[0]).isGreaterThan(200_000);
  }

  /** The forms are those of the programs: the decoders find in them what they find in theirs. */
  @Test
  void theDecodersReadAllOfIt() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    Decoders decoders =
        new Decoders(
            new SyslogRules(ZoneId.of("UTC"), SyslogRules.RFC3164_PRIORITY, List.of()),
            new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), List.of()),
            registry);
    Map<String, Long> actions = new HashMap<>();
    Map<String, String> unread = new TreeMap<>();
    List<Event> wrong = new ArrayList<>();
    long[] rounds = new long[1];
    long[] position = new long[1];
    Month.of(5, OCTOBER, SPORTS_DAY, ALL)
        .records(
            arrival -> {
              Raw raw =
                  new Raw(
                      arrival,
                      ++position[0],
                      new InetSocketAddress(InetAddress.ofLiteral(arrival.sender()), 514));
              Decoded decoded = decoders.decode(raw);
              if (decoded instanceof SampleRound) {
                rounds[0]++;
              } else if (decoded instanceof Event event) {
                if (event.fields().containsKey(Fields.ERROR_MESSAGE)) {
                  wrong.add(event);
                }
                Object action = event.fields().get(Fields.EVENT_ACTION);
                if (action == null) {
                  unread.putIfAbsent(
                      event.app() + " " + event.fields().get(Fields.EVENT_CODE), event.message());
                } else {
                  actions.merge(action.toString(), 1L, Long::sum);
                }
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(rounds[0]).isGreaterThan(90_000);
    assertThat(actions)
        .containsKeys(
            "logged-in",
            "logon-failed",
            "object-accessed",
            "open",
            "http-request",
            "mail-removed",
            "mail-sent",
            "connected",
            "disconnected",
            "command-run",
            "backup-completed",
            "backup-failed",
            "backup-finished",
            "shadow-copies-deleted",
            "audit-log-cleared",
            "log-cleared",
            "unexpected-shutdown",
            "rebooted-without-shutdown",
            "os-started",
            "os-stopped",
            "sleep",
            "wake");
    // What no table knows comes from programs of which none has to.
    assertThat(unread.keySet().stream().map(key -> key.substring(0, key.indexOf(' '))))
        .isSubsetOf("restic", "null");
  }
}
