package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hinomi.collector.app.command.Caller;
import org.hinomi.core.text.Language;
import picocli.CommandLine;

/** Commands as they are typed, on the history of a test. */
final class Typed {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Typed() {}

  /** What a command answered. */
  record Said(int code, String out, String err) {}

  static Said hinomi(Path data, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandLine line =
        Main.commandLine(
            new Caller(
                Map.of("HINOMI_DATA", data.toString()),
                Language.EN,
                InstantSource.system(),
                ZoneOffset.UTC,
                out,
                err));
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    line.setOut(new PrintWriter(printed, true)).setErr(new PrintWriter(complained, true));
    int code = line.execute(arguments);
    return new Said(code, printed + out.toString(UTF_8), complained + err.toString(UTF_8));
  }

  /** Asks again until it is so; fails after half a minute. */
  static void await(String what, BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    Object lock = new Object();
    synchronized (lock) {
      while (!reached.getAsBoolean()) {
        assertThat(System.nanoTime()).as(what).isLessThan(deadline);
        lock.wait(50);
      }
    }
  }
}
