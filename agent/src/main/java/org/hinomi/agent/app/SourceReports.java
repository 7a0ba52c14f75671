package org.hinomi.agent.app;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.SourceReason;
import org.jspecify.annotations.Nullable;

/**
 * Tells the collector how each source stands: when that changes, and now and then. What the spool
 * does not take is told later, as it stands then.
 */
final class SourceReports {
  static final Duration LOOK = Duration.ofSeconds(2);

  /** From one report on a source to the next, however often it changes. */
  static final Duration LEAST = Duration.ofSeconds(10);

  /** Told again without a change: the collector forgets what it has not heard of for a day. */
  static final Duration AGAIN = Duration.ofHours(1);

  /** A record that waits for so long is held up. */
  private static final Duration HELD = Duration.ofSeconds(5);

  static final String HELD_STATE = "held";

  private final Predicate<SpoolEntry> spool;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final List<Watched> sources = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param spool takes a report, or refuses it
   * @param nanoTime a clock that only goes forward
   */
  SourceReports(Predicate<SpoolEntry> spool, InstantSource clock, LongSupplier nanoTime) {
    this.spool = spool;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  private record Standing(String state, SourceReason reason) {
    /** Numbers that grow are no change. */
    boolean isLike(@Nullable Standing other) {
      return other != null
          && state.equals(other.state)
          && reason.code().equals(other.reason.code())
          && reason.path().equals(other.reason.path());
    }
  }

  private static final class Watched {
    private final Source source;
    private final HeldSink sink;
    private @Nullable Standing last;
    private @Nullable Standing told;
    private Instant since = Instant.EPOCH;
    private long toldAt;

    Watched(Source source, HeldSink sink) {
      this.source = source;
      this.sink = sink;
    }
  }

  /** Before {@link #run} only. */
  void add(Source source, HeldSink sink) {
    sources.add(new Watched(source, sink));
  }

  /** Looks and tells until {@link #stop}. */
  void run() throws InterruptedException {
    do {
      look();
    } while (!stopped.await(LOOK.toNanos(), NANOSECONDS));
  }

  void stop() {
    stopped.countDown();
  }

  void look() {
    for (Watched each : sources) {
      Standing now = standing(each);
      if (now == null) {
        continue;
      }
      if (!now.isLike(each.last)) {
        each.since = clock.instant();
      }
      each.last = now;
      long age = nanoTime.getAsLong() - each.toldAt;
      boolean due =
          each.told == null
              || (!now.isLike(each.told) && age >= LEAST.toNanos())
              || age >= AGAIN.toNanos();
      if (due && spool.test(entry(each, now))) {
        each.told = now;
        each.toldAt = nanoTime.getAsLong();
      }
    }
  }

  /** Null before it has begun and after its end. */
  private static @Nullable Standing standing(Watched each) {
    SourceStatus status = each.source.status();
    if (status.state() == State.NEW || status.state() == State.STOPPED) {
      return null;
    }
    return each.sink.isHeld(HELD)
        ? new Standing(HELD_STATE, new SourceReason(SourceReason.SPOOL_FULL, "", ""))
        : new Standing(status.state().name().toLowerCase(Locale.ROOT), status.reason());
  }

  private SpoolEntry entry(Watched each, Standing now) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put(AgentFrame.STATE, now.state());
    attributes.put(AgentFrame.SINCE, each.since.truncatedTo(ChronoUnit.MILLIS).toString());
    put(attributes, AgentFrame.REASON, now.reason().code());
    put(attributes, AgentFrame.PATH, now.reason().path());
    put(attributes, AgentFrame.DETAIL, now.reason().detail());
    String text = now.reason().toString();
    String sentence =
        "source " + each.source.name() + ": " + now.state() + (text.isEmpty() ? "" : ": " + text);
    boolean sound = now.state().equals("reading") && text.isEmpty();
    return new SpoolEntry(
        each.source.name(),
        "",
        "",
        AgentFrame.MSGID_STATE,
        AgentFrame.KIND_AGENT,
        clock.instant(),
        WatchedRecord.FACILITY_AGENT,
        sound ? WatchedRecord.SEVERITY_INFORMATIONAL : WatchedRecord.SEVERITY_WARNING,
        AgentFrame.APP_NAME,
        null,
        attributes,
        sentence.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Map<String, String> attributes, String name, String value) {
    if (!value.isEmpty()) {
      attributes.put(name, value);
    }
  }
}
