package org.hinomi.collector.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.detect.AttributeFilter;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.collector.detect.Level;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.detect.ThresholdSet;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;

/** Rounds, thresholds and transitions for tests. */
public final class AlertFixtures {
  public static final Instant START = Instant.parse("2026-11-23T09:00:00Z");
  public static final String DISK = "system.filesystem.utilization";
  public static final String MOUNT = "system.filesystem.mountpoint";

  private AlertFixtures() {}

  /** Warning 80 %, clear 75 %, critical 90 %, clear 85 %; for one minute. */
  public static ThresholdSet disk() {
    return disk("filesystem-full");
  }

  public static ThresholdSet disk(String name) {
    Levels levels =
        new Levels(
            Direction.ABOVE,
            new Level(0.80, 0.75),
            new Level(0.90, 0.85),
            Duration.ofMinutes(1),
            Duration.ZERO);
    return new ThresholdSet(
        List.of(
            new Threshold(name, DISK, AttributeFilter.ALL, List.of(), null, levels, List.of())));
  }

  /** A round of fs01 about /srv, received when it was taken. */
  public static Decoded round(long position, Instant time, double value) {
    return round(position, time, "fs01", "/srv", value, Transport.RELP);
  }

  public static Decoded round(
      long position, Instant time, String host, String mount, double value, Transport transport) {
    long micros = Micros.of(time);
    return new SampleRound(
        position,
        transport,
        "127.0.0.1",
        micros,
        micros,
        host,
        null,
        List.of(Sample.of(DISK, Map.of(MOUNT, mount), value)),
        List.of());
  }

  public static Transition transition(String id, Transition.Kind kind, String mount) {
    return new Transition(
        id,
        kind,
        "filesystem-full",
        new TreeMap<>(Map.of("host.name", "fs01", MOUNT, mount)),
        Transition.Severity.CRITICAL,
        DISK,
        OptionalDouble.of(0.9312),
        OptionalDouble.of(0.9),
        START,
        START.plusSeconds(300),
        42);
  }

  /** A step of an alert of an event rule, of fs01. */
  public static Transition eventTransition(Transition.Kind kind) {
    return eventTransition(kind, 3);
  }

  /**
   * @param matches how many events there were
   */
  public static Transition eventTransition(Transition.Kind kind, long matches) {
    return new Transition(
        "e1",
        kind,
        "8a4b4a0e",
        new TreeMap<>(Map.of("host.name", "fs01", "VolumeName", "D:")),
        Transition.Severity.CRITICAL,
        "",
        OptionalDouble.of(matches),
        OptionalDouble.empty(),
        START,
        START.plusSeconds(300),
        42,
        new Transition.Match(
            "Shadow Copies Lost",
            "high",
            matches,
            new Evidence(
                42,
                "ab".repeat(32),
                "The shadow copies\nwere deleted",
                "25",
                "volsnap",
                "System",
                null)));
  }
}
