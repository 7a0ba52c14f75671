package org.hinomi.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A program of the distribution, or a peer, run as its user runs it; its output is kept. */
final class Program implements AutoCloseable {
  static final Path HOME = Path.of("target", "hinomi").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private Program(Process process) {
    this.process = process;
    // Not a virtual one: to read a pipe holds its carrier, of which there are as few as cores.
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  static Program start(Path directory, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      return new Program(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code hinomi} with these arguments. */
  static Program hinomi(Path directory, String... arguments) {
    return hinomi(directory, Map.of(), arguments);
  }

  static Program hinomi(Path directory, Map<String, String> environment, String... arguments) {
    return start(
        directory,
        environment,
        Stream.concat(Stream.of(HOME.resolve("hinomi").toString()), Stream.of(arguments)).toList());
  }

  /** Runs a command to its end and gives what it printed; fails unless it exits with 0. */
  static String run(Path directory, String... command) {
    try (Program program = start(directory, Map.of(), List.of(command))) {
      int exit = program.awaitExit();
      assertThat(exit).as(() -> String.join(" ", command) + "\n" + program.output()).isZero();
      return program.output();
    }
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // The process was killed while its output was read: what came before counts.
    }
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** Waits for the first line that fits; fails with the output when none comes. */
  String awaitLine(Predicate<String> fits) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (lines) {
      int next = 0;
      while (true) {
        for (; next < lines.size(); next++) {
          if (fits.test(lines.get(next))) {
            return lines.get(next);
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || (!process.isAlive() && !reader.isAlive())) {
          throw new AssertionError("the awaited line did not come; printed:\n" + output());
        }
        try {
          lines.wait(Math.min(left, 100));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /** Looks at a condition again and again, without hurry, until it holds. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
    }
  }

  int awaitExit() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as(() -> "did not end; printed:\n" + output())
          .isTrue();
      // A child that outlives it holds its output open: that is not waited for without end.
      reader.join(PATIENCE);
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** SIGTERM; what it prints while it stops is kept, which {@link Process#destroy} would not. */
  int terminate() {
    process.toHandle().destroy();
    return awaitExit();
  }

  /** SIGINT, as Ctrl-C sends it. */
  int interrupt() {
    run(HOME, "kill", "-INT", Long.toString(pid()));
    return awaitExit();
  }

  /** SIGKILL, nothing else. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  static boolean installed(String command) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitExit();
  }
}
