package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventCursor;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.MetricQuery;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** Answers questions typed by people and programs. Thread-safe. */
public final class Searches {
  public static final int DEFAULT_LIMIT = 100;

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

  /** An answer that may be one page of several. For one thread. */
  public static final class Page implements Answer {
    private final Question question;
    private final EventQuery asked;
    private final History history;
    private @Nullable EventCursor last;
    private int count;

    private Page(Question question, EventQuery asked, History history) {
      this.question = question;
      this.asked = asked;
      this.history = history;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      Writing.write(
          out,
          EventOutput.of(question, this::next, out),
          question,
          asked.limit(),
          sink ->
              history.events(
                  asked,
                  event -> {
                    count++;
                    last = cursor(event);
                    sink.accept(event);
                  }));
    }

    /** Most events it has; 0: all. */
    public int limit() {
      return asked.limit();
    }

    /** What to ask with for the next page, once this is written; empty: the limit cut nothing. */
    public Optional<String> next() {
      return asked.limit() > 0 && count == asked.limit()
          ? Optional.ofNullable(last).map(CursorText::write)
          : Optional.empty();
    }

    private static @Nullable EventCursor cursor(StoredEvent event) {
      return event.fields().get(Fields.TIMESTAMP) instanceof Long time
              && event.fields().get(Fields.JOURNAL_POSITION) instanceof Long position
          ? new EventCursor(time, position)
          : null;
    }
  }

  /**
   * Understands a question for events, newest first.
   *
   * @param after the cursor of the page before; null: the first page
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where a time, the limit or the cursor is, with a message for
   *     the reader
   */
  public Page events(String query, @Nullable String after, Question question)
      throws QueryException, IOException {
    Condition condition = new QueryParser(history, clock, question.zone()).parse(query);
    EventQuery asked =
        new EventQuery(
            condition,
            question.window(clock.instant(), true),
            after == null ? null : CursorText.read(after),
            question.atMost(DEFAULT_LIMIT));
    return new Page(question, asked, history);
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
      throw new WrongQuestion("step", step);
    }
    int limit = question.atMost(0);
    MetricQuery asked =
        new MetricQuery(host, metric, question.window(clock.instant(), false), stepMicros, limit);
    return out -> {
      Output<StoredSample> output = SampleOutput.of(question, stepMicros > 0, out);
      Writing.write(out, output, question, limit, sink -> history.metrics(asked, sink));
    };
  }
}
