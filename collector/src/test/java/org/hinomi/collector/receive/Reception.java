package org.hinomi.collector.receive;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.collector.receive.relp.RelpReceiver;
import org.hinomi.collector.receive.snmp.SnmpAccess;
import org.hinomi.collector.receive.snmp.SnmpReceiver;
import org.hinomi.collector.receive.syslog.TcpSyslogReceiver;
import org.hinomi.collector.receive.syslog.UdpSyslogReceiver;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.snmp.SnmpEngine;

/** All receivers on free loopback ports in front of a real journal. */
public final class Reception implements AutoCloseable {
  private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
  private static final int SNMP_BUFFER = 128 * 1024;
  private static final long START_NANOS = System.nanoTime();
  private static final LongSupplier CLOCK =
      () -> 1_763_900_000_000_000_000L + System.nanoTime() - START_NANOS;

  public final PrometheusRegistry registry = new PrometheusRegistry();
  public final SegmentedJournal journal;
  public final EventLoops loops;
  public final UdpSyslogReceiver udp;
  public final TcpSyslogReceiver tcp;
  public final RelpReceiver relp;
  public final SnmpReceiver snmp;

  public Reception(Path data, boolean epoll) throws IOException {
    this(data, JournalSettings.in(data), epoll ? new EventLoops(1) : new EventLoops(1, false));
  }

  public Reception(Path data, JournalSettings settings, EventLoops loops) throws IOException {
    this.loops = loops;
    Files.createDirectories(data);
    Counters counters = new Counters(registry);
    journal = SegmentedJournal.open(settings, 1, CLOCK, registry);
    ConnectionNumbers numbers = ConnectionNumbers.open(data);
    udp = new UdpSyslogReceiver(ANY_PORT, DatagramLimits.DEFAULT, loops, journal, counters, CLOCK);
    tcp =
        new TcpSyslogReceiver(
            ANY_PORT, StreamLimits.DEFAULT, null, loops, journal, numbers, counters, CLOCK);
    relp =
        new RelpReceiver(
            "relp",
            ANY_PORT,
            StreamLimits.DEFAULT,
            null,
            RelpAccess.ANYONE,
            loops,
            journal,
            numbers,
            counters,
            CLOCK);
    SnmpEngine engine = SnmpEngine.open(data, 32473, new SecureRandom(), System::nanoTime);
    snmp =
        new SnmpReceiver(
            ANY_PORT,
            SNMP_BUFFER,
            loops,
            SnmpAccess.anyCommunity(List.of(), engine),
            journal,
            counters,
            CLOCK);
  }

  /** The first {@code count} records as {@code transport text}; fewer where none comes for 20 s. */
  public List<String> await(int count) throws Exception {
    List<String> records = new ArrayList<>();
    try (JournalReader reader = journal.openReader(1)) {
      while (records.size() < count
          && reader.read(
                  count,
                  Duration.ofSeconds(20),
                  r ->
                      records.add(
                          r.transport().wireName()
                              + " "
                              + new String(
                                  r.buffer(), r.offset(), r.length(), StandardCharsets.ISO_8859_1)))
              > 0) {
        // on
      }
    }
    return records;
  }

  /** What {@code /metrics} would say. */
  public String metrics() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    relp.close();
    snmp.close();
    journal.close();
    loops.close();
  }
}
