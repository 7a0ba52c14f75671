package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.ReviewRun;
import org.hinomi.collector.review.report.ProgressLines;
import org.hinomi.core.text.Language;

/**
 * Shows how a review goes on, here or in a collector: on a terminal one line that is written over,
 * elsewhere a line for each step. For one thread.
 */
final class ReviewBar implements ReviewRun.Progress {
  private static final int BAR = 24;

  /** Lines that the reading of many files makes where there is no terminal. */
  private static final int LINES = 20;

  private final PrintStream err;
  private final String command;
  private final boolean terminal;
  private final Language language;

  /**
   * @param command whose words it speaks
   */
  ReviewBar(PrintStream err, String command, boolean terminal, Language language) {
    this.err = err;
    this.command = command;
    this.terminal = terminal;
    this.language = language;
  }

  @Override
  public void at(Check check, int number, int of) {
    show(number, of, ProgressLines.title(check, language));
  }

  @Override
  public void reading(int done, int of) {
    if (terminal || done == 0 || done * LINES / of != (done - 1) * LINES / of) {
      show(done, of, ProgressLines.reading(language));
    }
  }

  private void show(int done, int of, String text) {
    if (terminal) {
      int full = done * BAR / of;
      err.print("\r\u001b[K[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + text);
      err.flush();
    } else {
      err.println("hinomi " + command + ": " + (done + 1) + "/" + of + " " + text);
    }
  }

  /** Takes the line away. */
  void end() {
    if (terminal) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  /**
   * Takes the lines of a collector that says how it goes on, and passes the answer on.
   *
   * @param to for the answer
   */
  OutputStream lines(OutputStream to) {
    return new OutputStream() {
      private final ByteArrayOutputStream line = new ByteArrayOutputStream();

      @Override
      public void write(int b) throws IOException {
        if (b == '\n') {
          take(line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else {
          line.write(b);
        }
      }

      private void take(String text) throws IOException {
        switch (ProgressLines.read(text)) {
          case ProgressLines.Step step -> show(step.done(), step.of(), step.text());
          case ProgressLines.Answer answer ->
              to.write(answer.text().getBytes(StandardCharsets.UTF_8));
          case ProgressLines.Failure failure -> throw new IOException(failure.text());
        }
      }
    };
  }
}
