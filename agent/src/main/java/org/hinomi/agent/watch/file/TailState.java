package org.hinomi.agent.watch.file;

import static org.hinomi.core.event.SourceReason.BEHIND;
import static org.hinomi.core.event.SourceReason.ROLLING;
import static org.hinomi.core.event.SourceReason.UNENDED;

import java.nio.file.Path;
import java.time.InstantSource;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.core.event.SourceReason;

/** How the reading of one path stands. Set by one thread, read by any. */
final class TailState {
  /** Bytes unread from which on a person should know. */
  private static final long FAR_BEHIND = 64L << 20;

  /** Rolls within {@link RollCount#SPAN} from which on a person should know. */
  private static final int MANY_ROLLS = 100;

  /** State and reason in one: who asks must not see the one without the other. */
  record Standing(State state, SourceReason reason) {}

  private final Path path;
  private final InstantSource clock;
  private final RollCount rolls = new RollCount();
  private volatile Standing standing = new Standing(State.NEW, SourceReason.NONE);

  TailState(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  Standing standing() {
    return standing;
  }

  /** One file was left for the next. */
  void rolled() {
    rolls.add(clock.instant());
  }

  /**
   * It reads.
   *
   * @param behind bytes that wait to be read
   * @param unended bytes of a line that is longer than is kept and has not ended; 0: none
   */
  void reading(long behind, long unended) {
    int rolled = rolls.of(clock.instant());
    if (unended > 0) {
      is(State.READING, UNENDED, Long.toString(unended));
    } else if (behind > FAR_BEHIND) {
      is(State.READING, BEHIND, Long.toString(behind));
    } else if (rolled >= MANY_ROLLS) {
      is(State.READING, ROLLING, Integer.toString(rolled));
    } else {
      is(State.READING, "", "");
    }
  }

  /**
   * @param code of {@link SourceReason}; "" where there is nothing to say
   */
  void is(State state, String code, String detail) {
    SourceReason now = standing.reason();
    if (state != standing.state() || !code.equals(now.code()) || !detail.equals(now.detail())) {
      standing =
          new Standing(
              state,
              code.isEmpty() ? SourceReason.NONE : new SourceReason(code, path.toString(), detail));
    }
  }
}
