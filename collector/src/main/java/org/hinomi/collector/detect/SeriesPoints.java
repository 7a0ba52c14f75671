package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/**
 * The points of a series in a window, evenly thinned out: at most {@value #POINTS}. What is older
 * than the window is no part of it, however rarely the series speaks. For one thread.
 */
final class SeriesPoints implements DerivedState {
  static final int POINTS = 64;

  /** Points that a trend needs: fewer, and the confidence bounds do not exist. */
  static final int LEAST = 12;

  private final long windowSeconds;
  private final long stepSeconds;
  private final double[] times = new double[POINTS + 1];
  private final double[] values = new double[POINTS + 1];
  private int count;
  private OptionalDouble hours = OptionalDouble.empty();

  /**
   * @param windowSeconds at least {@value #POINTS}
   */
  SeriesPoints(long windowSeconds) {
    this.windowSeconds = windowSeconds;
    stepSeconds = Math.max(1, windowSeconds / POINTS);
  }

  /** Adds a value; gives whether a point was added. Older ones than the last are passed over. */
  private boolean add(long timeMicros, double value) {
    double time = timeMicros / 1_000_000.0;
    if (count > 0 && time < times[count - 1] + stepSeconds) {
      return false;
    }
    int old = count > POINTS ? 1 : 0;
    while (old < count && times[old] < time - windowSeconds - stepSeconds) {
      old++;
    }
    if (old > 0) {
      count -= old;
      System.arraycopy(times, old, times, 0, count);
      System.arraycopy(values, old, values, 0, count);
    }
    times[count] = time;
    values[count++] = value;
    return true;
  }

  @Override
  public OptionalDouble derive(Derivation derivation, long timeMicros, double value, Hour hour) {
    boolean added = add(timeMicros, value);
    return switch (derivation) {
      case Derivation.Forecast forecast -> {
        if (added) {
          hours = forecast(forecast);
        }
        yield hours;
      }
      case Derivation.Change change -> change(change, timeMicros, value);
      default -> OptionalDouble.empty();
    };
  }

  private OptionalDouble forecast(Derivation.Forecast forecast) {
    // Half a window at least: the rest of a reboot is no trend.
    if (count < LEAST || times[count - 1] - times[0] < stepSeconds * POINTS / 2.0) {
      return OptionalDouble.empty();
    }
    double seconds = Trend.of(times, values, count).secondsTo(forecast.level());
    return OptionalDouble.of(Math.min(Derivation.Forecast.NEVER, seconds / 3600));
  }

  private OptionalDouble change(Derivation.Change change, long timeMicros, double value) {
    double then = timeMicros / 1_000_000.0 - change.over().toSeconds();
    for (int i = count - 1; i >= 0; i--) {
      if (times[i] <= then) {
        // A gap of more than two steps: what was then is not known.
        return then - times[i] > 2.0 * stepSeconds
            ? OptionalDouble.empty()
            : OptionalDouble.of(value - values[i]);
      }
    }
    return OptionalDouble.empty();
  }

  @Override
  public byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(1 + count * 16).put((byte) 'p');
    for (int i = 0; i < count; i++) {
      out.putDouble(times[i]).putDouble(values[i]);
    }
    return out.array();
  }

  @Override
  public void read(byte[] state) {
    if (requireNonNull(state, "state").length % 16 != 1 || state[0] != 'p') {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(state, 1, state.length - 1);
    while (in.remaining() >= 16 && count <= POINTS) {
      times[count] = in.getDouble();
      values[count++] = in.getDouble();
    }
  }
}
