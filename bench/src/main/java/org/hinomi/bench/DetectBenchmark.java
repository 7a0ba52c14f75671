package org.hinomi.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.detect.EventDetection;
import org.hinomi.collector.detect.EventDraft;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.collector.detect.Rhythms;
import org.hinomi.collector.detect.Unusual;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.sigma.SigmaRules;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the 100 rules of {@code bench/rules} cost for one event that none of them matches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DetectBenchmark {
  private static final int RECORDS = 1024;

  @Param({"rfc5424", "rfc3164", "snmpv2c"})
  public String message = "rfc5424";

  private List<Event> events = List.of();
  private EventDraft draft = new EventDetection(EventRules.NONE, Map.of()).draft();
  private final Rhythms rhythms = new Rhythms(List.of(), Calendars.NONE, 0);
  private final Unusual unusual = new Unusual();
  private int next;

  @Setup
  public void make() throws IOException {
    SigmaReader.Reading rules = new SigmaRules().load(Path.of("bench/rules"));
    draft =
        new EventDetection(
                new EventRules(
                    rules.rules(), rules.soundCorrelations(), EventRules.Settings.DEFAULT),
                Map.of())
            .draft();
    events =
        DecoderBenchmark.records(message, RECORDS).stream()
            .map(DecoderBenchmark.decoder()::decode)
            .map(Event.class::cast)
            .toList();
  }

  /** What listening for silence and for what was never there adds. */
  @Benchmark
  public void listen() {
    Event event = events.get(next++ & RECORDS - 1);
    rhythms.observe(event, draft);
    unusual.observe(event, draft);
  }

  @Benchmark
  public void observe() {
    draft.observe(events.get(next++ & RECORDS - 1));
  }
}
