package org.hinomi.bench.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.app.CollectorProgram;
import org.hinomi.collector.app.CollectorSettings;
import org.hinomi.core.lifecycle.StopSignal;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.SettingsLoader;

/**
 * A collector whose clock is off by as many seconds as the last line of its standard input says,
 * and as its second argument says until one comes: at full speed, which it is not under faketime.
 * It ends where its input does: with the program that started it, however that ends.
 *
 * <pre>ShiftedCollector FILE SECONDS</pre>
 */
final class ShiftedCollector {
  private static volatile Duration shift = Duration.ZERO;

  private ShiftedCollector() {}

  public static void main(String[] args) throws Exception {
    shift = Duration.ofSeconds(Long.parseLong(args[1]));
    CollectorSettings settings =
        new SettingsLoader(Map.of()).load(Path.of(args[0]), List.of(), CollectorSettings::read);
    InstantSource clock = () -> Instant.now().plus(shift);
    Stops stops = new Stops();
    StopSignal signal = new StopSignal();
    Thread.ofPlatform().daemon().name("clock").start(() -> follow(System.in, signal));
    try {
      CollectorProgram program = CollectorProgram.start(settings, stops, clock);
      System.out.println("ready " + Child.addresses(program.addresses()));
    } catch (Exception e) {
      signal.abandon(stops);
      throw e;
    }
    System.exit(signal.await(stops) ? 0 : 1);
  }

  /** Sets the clock until nobody is left to say how. */
  static void follow(InputStream input, StopSignal signal) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        shift = Duration.ofSeconds(Long.parseLong(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      signal.stop();
    }
  }
}
