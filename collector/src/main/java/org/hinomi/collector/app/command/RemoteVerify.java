package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has a collector check its own folder; shows how far it is, and what it says. */
final class RemoteVerify {
  /** Longest line before the answer. */
  private static final int LONGEST = 200;

  private final Caller caller;
  private final PrintStream err;
  private final boolean terminal;
  private final String format;
  private @Nullable ProgressLine progress;
  private long shown;

  /**
   * @param terminal whether {@code err} is one
   */
  RemoteVerify(Caller caller, PrintStream err, boolean terminal, String format) {
    this.caller = caller;
    this.err = err;
    this.terminal = terminal;
    this.format = format;
  }

  /** Prints the head of now. */
  void head(Ask.Session session) throws IOException, InterruptedException, Ask.Refused {
    try (InputStream answer = session.open("archive/head", Map.of(), null)) {
      answer.transferTo(caller.out());
      caller.out().flush();
    }
  }

  /**
   * Asks and prints the answer.
   *
   * @param position of the record to prove; null: check everything
   * @param sent heads, and certificates
   * @return whether all is as it was written
   */
  boolean ask(Ask.Session session, @Nullable Long position, String sent)
      throws IOException, InterruptedException, Ask.Refused {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("format", format);
    parameters.put("lang", caller.language().locale().getLanguage());
    if (position != null) {
      parameters.put("position", position.toString());
    }
    try (InputStream answer =
        session.open(position == null ? "archive/verify" : "archive/proof", parameters, sent)) {
      String line = line(answer);
      while (line.startsWith("progress ")) {
        String[] words = line.split(" ", -1);
        show(Long.parseLong(words[1]), Long.parseLong(words[2]));
        line = line(answer);
      }
      answer.transferTo(caller.out());
      caller.out().flush();
      return line.equals("answer 0");
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("an answer that is none of a collector: " + e.getMessage(), e);
    } finally {
      if (progress != null) {
        progress.end();
      }
    }
  }

  private void show(long read, long total) {
    ProgressLine now = progress;
    if (now == null) {
      now = new ProgressLine("verify", caller.texts(), err, terminal, total, System::nanoTime);
      progress = now;
    }
    now.read(read - shown);
    shown = read;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > LONGEST) {
        throw new EOFException("the answer broke off (see the log of the collector)");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
