package org.hinomi.collector.receive;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.collector.receive.relp.RelpReceiver;
import org.hinomi.collector.receive.syslog.TcpSyslogReceiver;
import org.hinomi.core.settings.HostPort;

/** The TLS receivers on free loopback ports in front of a real journal. */
final class TlsReception implements AutoCloseable {
  private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
  private static final LongSupplier CLOCK = () -> Instant.now().toEpochMilli() * 1_000_000L;

  final PrometheusRegistry registry = new PrometheusRegistry();
  final SegmentedJournal journal;
  final EventLoops loops = new EventLoops(1);
  final TcpSyslogReceiver syslog;
  final RelpReceiver relp;

  TlsReception(
      Path data, StreamLimits limits, TlsGate syslogGate, TlsGate relpGate, RelpAccess access)
      throws IOException {
    Files.createDirectories(data);
    Counters counters = new Counters(registry);
    journal = SegmentedJournal.open(JournalSettings.in(data), 1, CLOCK, registry);
    ConnectionNumbers numbers = ConnectionNumbers.open(data);
    syslog =
        new TcpSyslogReceiver(
            ANY_PORT, limits, syslogGate, loops, journal, numbers, counters, CLOCK);
    relp =
        new RelpReceiver(
            "relp-tls",
            ANY_PORT,
            limits,
            relpGate,
            access,
            loops,
            journal,
            numbers,
            counters,
            CLOCK);
  }

  /** The first records as {@code transport|proved name|text}; fewer where none comes for 20 s. */
  List<String> await(int count) throws Exception {
    List<String> records = new ArrayList<>();
    try (JournalReader reader = journal.openReader(1)) {
      while (records.size() < count
          && reader.read(
                  count,
                  Duration.ofSeconds(20),
                  r -> {
                    Peer peer = r.peer();
                    records.add(
                        r.transport().wireName()
                            + "|"
                            + (peer == null ? "-" : peer.names().getFirst())
                            + "|"
                            + new String(
                                r.buffer(), r.offset(), r.length(), StandardCharsets.UTF_8));
                  })
              > 0) {
        // on
      }
    }
    return records;
  }

  String metrics() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    syslog.close();
    relp.close();
    journal.close();
    loops.close();
  }
}
