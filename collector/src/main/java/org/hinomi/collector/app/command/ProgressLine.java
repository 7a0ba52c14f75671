package org.hinomi.collector.app.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.hinomi.collector.imports.Progress;
import org.hinomi.core.text.Messages;
import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;

/**
 * Shows how an import or a check goes on: on a terminal one line that is written over, elsewhere a
 * line every ten seconds. Not thread-safe.
 */
final class ProgressLine implements Progress {
  private static final long STEP_NANOS = 200_000_000;
  private static final long LINE_STEP_NANOS = 10_000_000_000L;
  private static final int BAR = 24;

  private final Messages texts;
  private final PrintStream err;
  private final boolean terminal;
  private final String command;
  private final long total;
  private final LongSupplier nanoClock;
  private final long start;
  private long shownAt;
  private boolean shown;
  private long bytes;
  private long records;

  /**
   * @param command whose words it speaks
   * @param total bytes of all files
   * @param nanoClock monotonic, nanoseconds
   */
  ProgressLine(
      String command,
      Messages texts,
      PrintStream err,
      boolean terminal,
      long total,
      LongSupplier nanoClock) {
    this.command = command;
    this.texts = texts;
    this.err = err;
    this.terminal = terminal;
    this.total = total;
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
    this.shownAt = start;
  }

  @Override
  public void read(long count) {
    bytes += count;
    show();
  }

  @Override
  public void records(long count) {
    records += count;
    show();
  }

  @Override
  public void problem(String path, @Nullable String reason) {
    end();
    err.println("hinomi " + command + ": " + path + ": " + reason);
  }

  @Override
  public void damage(String path, long count, Damage first) {
    end();
    err.println(
        "hinomi "
            + command
            + ": "
            + path
            + ": "
            + texts.get(
                "import.damage",
                texts.get("import.fault." + first.fault()),
                count,
                Long.toString(first.offset()),
                first.detail()));
  }

  /** Takes the line away. */
  void end() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }

  private void show() {
    long now = nanoClock.getAsLong();
    if (now - shownAt < (terminal ? STEP_NANOS : LINE_STEP_NANOS)) {
      return;
    }
    shownAt = now;
    // Entries of archives count unpacked: more than the archive has.
    double part = total == 0 ? 1 : Math.min(0.99, (double) bytes / total);
    double seconds = (now - start) / 1e9;
    String text =
        texts.get(
            command + ".progress",
            Math.round(part * 100),
            mebibytes(total * part),
            mebibytes(total),
            Math.round(records / seconds),
            part == 0 ? "?" : Long.toString(Math.round(seconds / part - seconds)));
    if (terminal) {
      int done = (int) (part * BAR);
      err.print("\r\u001b[K[" + "#".repeat(done) + "-".repeat(BAR - done) + "] " + text);
      err.flush();
      shown = true;
    } else {
      err.println("hinomi " + command + ": " + text);
    }
  }

  private static String mebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (1 << 20));
  }
}
