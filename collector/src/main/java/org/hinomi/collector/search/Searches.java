package org.hinomi.collector.search;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.MetricQuery;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.collector.record.Window;
import org.jspecify.annotations.Nullable;

/** Answers questions typed by people and programs. Thread-safe. */
public final class Searches {
  public static final int DEFAULT_LIMIT = 100;
  static final Duration DEFAULT_SPAN = Duration.ofHours(24);

  private final History history;
  private final InstantSource clock;

  public Searches(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /** A question understood; writing the answer is all that is left. */
  public interface Answer {
    /** Writes the answer as UTF-8 and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Understands a question for events, newest first.
   *
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where a time or the limit is, with a message for the reader
   */
  public Answer events(String query, Question question) throws QueryException, IOException {
    Condition condition = new QueryParser(history, clock, question.zone()).parse(query);
    int limit = limit(question, DEFAULT_LIMIT);
    EventQuery asked = new EventQuery(condition, window(question, true), limit);
    return out -> {
      Output<StoredEvent> output = EventOutput.of(question);
      write(out, output, question, limit, sink -> history.events(asked, sink));
    };
  }

  /**
   * Understands a question for samples, in the order of time.
   *
   * @param host name or wildcard pattern
   * @param metric name or wildcard pattern
   * @param step length of time to sum up over, such as {@code 5m}
   * @throws IllegalArgumentException where a time, the step or the limit is wrong
   */
  public Answer metrics(
      @Nullable String host, @Nullable String metric, @Nullable String step, Question question) {
    long stepMicros = step == null ? 0 : TimeText.duration(step).toNanos() / 1000;
    if (step != null && stepMicros < 1_000_000) {
      throw new IllegalArgumentException("step: " + step + " (expected: at least 1s)");
    }
    int limit = limit(question, 0);
    MetricQuery asked = new MetricQuery(host, metric, window(question, false), stepMicros, limit);
    return out -> {
      Output<StoredSample> output = SampleOutput.of(question, stepMicros > 0);
      write(out, output, question, limit, sink -> history.metrics(asked, sink));
    };
  }

  private interface Source<T> {
    void giveTo(History.Sink<T> sink) throws IOException;
  }

  private static <T> void write(
      OutputStream out, Output<T> output, Question question, int limit, Source<T> source)
      throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 15);
    output.start(writer);
    long[] count = new long[1];
    source.giveTo(
        found -> {
          output.one(writer, found);
          count[0]++;
        });
    output.end(
        writer,
        count[0],
        limit > 0 && count[0] == limit,
        question.from() == null && question.to() == null);
    writer.flush();
  }

  private static int limit(Question question, int byDefault) {
    int limit = question.limit() == null ? byDefault : question.limit();
    if (limit < 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0; 0 is no limit)");
    }
    return limit;
  }

  /**
   * The span asked for. Unless told otherwise it is what happened or came in during the last 24
   * hours: neither a sender's clock that is wrong nor an old record sent late may hide what is new.
   */
  private Window window(Question question, boolean orReceived) {
    Instant now = clock.instant();
    if (question.from() == null && question.to() == null) {
      return new Window(
          OptionalLong.of(Micros.of(now.minus(DEFAULT_SPAN))), OptionalLong.empty(), orReceived);
    }
    OptionalLong to = OptionalLong.empty();
    Instant end = now;
    if (question.to() != null) {
      end = time("to", question.to(), now, question);
      to = OptionalLong.of(Micros.of(end));
    }
    Instant from =
        question.from() == null
            ? end.minus(DEFAULT_SPAN)
            : time("from", question.from(), now, question);
    if (question.to() != null && from.isAfter(end)) {
      throw new IllegalArgumentException(
          "from: " + from + " is after to: " + end + " (expected: the earlier time first)");
    }
    return new Window(OptionalLong.of(Micros.of(from)), to, false);
  }

  private static Instant time(String name, String text, Instant now, Question question) {
    try {
      return TimeText.parse(text, now, question.zone());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }
}
