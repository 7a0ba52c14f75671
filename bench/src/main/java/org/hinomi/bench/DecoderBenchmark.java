package org.hinomi.bench;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Decoders;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Transport;
import org.hinomi.core.snmp.HinomiMib;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One record of the journal to one event, a thousand different ones in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecoderBenchmark {
  private static final int RECORDS = 1024;

  @Param({"rfc5424", "rfc3164", "snmpv2c"})
  public String message = "rfc5424";

  private Decoder decoder =
      record -> {
        throw new IllegalStateException("not set up");
      };
  private List<RecordView> records = List.of();
  private int next;

  @Setup
  public void make() {
    decoder = decoder();
    records = records(message, RECORDS);
  }

  @Benchmark
  public Decoded decode() {
    return decoder.decode(records.get(next++ & RECORDS - 1));
  }

  /** As the collector has it. */
  public static Decoder decoder() {
    return new Decoders(
        SyslogRules.of(ZoneId.of("Asia/Tokyo")),
        new SnmpDecoder(HinomiMib.under("1.3.6.1.4.1.32473"), List.of()),
        new PrometheusRegistry());
  }

  public static List<RecordView> records(String message, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                switch (message) {
                  case "rfc5424" -> Samples.record(Transport.SYSLOG_TCP, i + 1, Samples.rfc5424(i));
                  case "rfc3164" -> Samples.record(Transport.SYSLOG_TCP, i + 1, Samples.rfc3164(i));
                  case "snmpv2c" -> Samples.record(Transport.SNMP, i + 1, Samples.trap(i));
                  default -> throw new IllegalArgumentException(message);
                })
        .toList();
  }
}
