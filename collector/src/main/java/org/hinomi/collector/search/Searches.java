package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.hinomi.collector.record.AggregateQuery.Steps;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.EventCursor;
import org.hinomi.collector.record.EventQuery;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.MetricQuery;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.collector.record.Window;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** Answers questions typed by people and programs. Thread-safe. */
public final class Searches {
  public static final int DEFAULT_LIMIT = 100;

  /** Lines of samples that a person is shown; programs get all. */
  private static final int SAMPLE_LIMIT = 1000;

  private static final String RAW = "raw";

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
   * Understands a question for samples, in the order of time. A span longer than a day, or one of
   * which only roll-ups are left, is summed up over steps unless told otherwise.
   *
   * @param host name or wildcard pattern
   * @param metric name or wildcard pattern
   * @param step length of time to sum up over, such as {@code 5m}; {@code raw}: not at all; null:
   *     by the length of the span
   * @throws IllegalArgumentException where a time, the step or the limit is wrong
   */
  public Answer metrics(
      @Nullable String host, @Nullable String metric, @Nullable String step, Question question)
      throws IOException {
    Instant now = clock.instant();
    Window window = question.window(now, false);
    Duration length =
        step == null
            ? StepChoice.of(window, now, history.samplesFrom())
            : step.equals(RAW) ? Duration.ZERO : TimeText.duration(step);
    if (step != null && !step.equals(RAW) && length.toSeconds() < 1) {
      throw new WrongQuestion("step", step);
    }
    boolean steps = !length.isZero();
    int limit = question.atMost(question.format() == Format.TABLE ? SAMPLE_LIMIT : 0);
    MetricQuery asked =
        new MetricQuery(
            host, metric, window, steps ? new Steps(length, question.zone()) : null, limit);
    return out -> {
      Output<StoredSample> output =
          SampleOutput.of(question, steps, step == null && steps ? length : null, out);
      Writing.write(out, output, question, limit, sink -> history.metrics(asked, sink));
    };
  }
}
