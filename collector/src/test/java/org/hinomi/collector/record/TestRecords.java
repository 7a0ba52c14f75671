package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.record.AggregateQuery.Steps;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;

/** Records as decoders would give them, and questions as a reader would ask them. */
public final class TestRecords {
  /** 2026-11-23T00:00:00Z. */
  public static final long MIDNIGHT = 1_795_392_000_000_000L;

  private TestRecords() {}

  /** Received one second after midnight for each position, with a header before the message. */
  public static Event event(
      long position, String host, String message, Map<String, Object> fields) {
    return event(
        position, host, message, ("<34>1 - " + host + " su - - - " + message), null, fields);
  }

  public static Event event(
      long position,
      String host,
      String message,
      String original,
      @Nullable Identity identity,
      Map<String, Object> fields) {
    return event(
        position, host, message, original.getBytes(StandardCharsets.UTF_8), identity, fields);
  }

  public static Event event(
      long position,
      String host,
      String message,
      byte[] original,
      @Nullable Identity identity,
      Map<String, Object> fields) {
    long time = MIDNIGHT + position * 1_000_000;
    Map<String, Object> kept = new HashMap<>(fields);
    kept.putIfAbsent(Fields.RETENTION_CLASS, "default");
    return new Event(
        position,
        Transport.SYSLOG_TCP,
        "192.0.2.7",
        time + 250_000,
        time,
        host,
        4,
        2,
        "su",
        "4242",
        message,
        RawMessage.wrap(original),
        identity,
        kept);
  }

  public static SampleRound round(long position, @Nullable Identity identity, Sample... samples) {
    long time = MIDNIGHT + position * 1_000_000;
    return new SampleRound(
        position,
        Transport.RELP,
        "192.0.2.7",
        time,
        time,
        "fs01",
        identity,
        List.of(samples),
        List.of());
  }

  /** A round of which nothing could be read. */
  public static SampleRound gap(long position, Sample.Unavailable reason) {
    SampleRound empty = round(position, null);
    return new SampleRound(
        position,
        empty.transport(),
        empty.sourceAddress(),
        empty.receivedMicros(),
        empty.timeMicros(),
        empty.host(),
        null,
        List.of(),
        List.of(reason));
  }

  public static List<Decoded> plain(long first, int count) {
    List<Decoded> batch = new ArrayList<>();
    for (long position = first; position < first + count; position++) {
      batch.add(event(position, "fs01", "message " + position, Map.of()));
    }
    return batch;
  }

  public static List<StoredEvent> events(History history, Condition condition) throws IOException {
    List<StoredEvent> found = new ArrayList<>();
    history.events(new EventQuery(condition, Window.ALWAYS, 0), found::add);
    return found;
  }

  public static List<Long> positions(History history, Condition condition) throws IOException {
    return events(history, condition).stream()
        .map(event -> (Long) event.fields().get("journal.position"))
        .toList();
  }

  public static List<StoredSample> samples(History history, @Nullable String metric, long step)
      throws IOException {
    List<StoredSample> found = new ArrayList<>();
    history.metrics(
        new MetricQuery(
            null,
            metric,
            Window.ALWAYS,
            step == 0 ? null : new Steps(Duration.ofNanos(step * 1000), ZoneOffset.UTC),
            0),
        found::add);
    return found;
  }
}
