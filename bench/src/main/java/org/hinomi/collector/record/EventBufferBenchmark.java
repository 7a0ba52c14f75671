package org.hinomi.collector.record;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hinomi.bench.DecoderBenchmark;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Fields;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One event into the columns in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(EventBufferBenchmark.EVENTS)
public class EventBufferBenchmark {
  static final int EVENTS = 4096;

  @Param({"rfc5424", "rfc3164", "snmpv2c"})
  public String message = "rfc5424";

  private final EventBuffer buffer = new EventBuffer();
  private final List<Event> events = new ArrayList<>();

  @Setup
  public void decode() {
    Decoder decoder = DecoderBenchmark.decoder();
    for (RecordView record : DecoderBenchmark.records(message, EVENTS)) {
      Event event = (Event) decoder.decode(record);
      event.fields().put(Fields.RETENTION_CLASS, "default");
      events.add(event);
    }
  }

  @Benchmark
  public int add() {
    buffer.clear();
    for (Event event : events) {
      buffer.add(event);
    }
    return buffer.rows();
  }
}
