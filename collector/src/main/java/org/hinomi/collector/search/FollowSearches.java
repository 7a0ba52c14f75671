package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.Positions;
import org.jspecify.annotations.Nullable;

/**
 * Gives events as they are recorded, oldest first, each once: look by look, each from the position
 * where the one before ended. Thread-safe.
 */
public final class FollowSearches {
  /** Longest that a look may wait for something to come. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final History history;
  private final InstantSource clock;

  public FollowSearches(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /** What came from one position to another. */
  public static final class Look implements Searches.Answer {
    private final History history;
    private final Question question;
    private final Condition condition;
    private final Positions positions;
    private final boolean first;

    private Look(
        History history,
        Question question,
        Condition condition,
        Positions positions,
        boolean first) {
      this.history = history;
      this.question = question;
      this.condition = condition;
      this.positions = positions;
      this.first = first;
    }

    /** Where the next look begins. */
    public long next() {
      return positions.to();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      Writing.write(
          out,
          EventOutput.following(question, first),
          question,
          0,
          sink -> history.recorded(condition, positions, sink));
    }
  }

  /**
   * Waits until something has come, or as long as told.
   *
   * @param position where the look before ended; null: the first, which has no events but says from
   *     where the next has them
   * @param wait longest to wait, at most {@link #MAX_WAIT}
   * @throws QueryException where the query is wrong
   * @throws IllegalArgumentException where the question names what only a search knows, with a
   *     message for the reader
   */
  public Look look(String query, @Nullable Long position, Duration wait, Question question)
      throws QueryException, IOException {
    if (question.from() != null || question.to() != null || question.limit() != null) {
      throw new WrongQuestion("follow");
    }
    if (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0) {
      throw new WrongQuestion("wait", wait.toSeconds(), MAX_WAIT.toSeconds());
    }
    Condition condition = new QueryParser(history, clock, question.zone()).parse(query);
    long from = position == null ? history.awaitEvent(Long.MAX_VALUE, Duration.ZERO) : position;
    long end = position == null ? from : Math.max(from, history.awaitEvent(from, wait));
    return new Look(history, question, condition, new Positions(from, end), position == null);
  }
}
