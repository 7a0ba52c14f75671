package org.hinomi.collector.receive;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;

/**
 * Losses by sender, and which of them are to be told: the first of a kind at once, then what has
 * come together meanwhile, so that a storm is told in a handful of records. Bounded: {@value
 * #SENDERS} senders, all others count as one. Thread-safe.
 */
public final class SenderLosses {
  static final int SENDERS = 1_000;

  /** Stands for all senders beyond that. */
  public static final String OTHERS = "others";

  /** What is gone is told so often while it goes on; shorter than alerts of events last. */
  static final Duration GONE_EVERY = Duration.ofMinutes(5);

  /** What is kept with a mark is told so often. */
  static final Duration MARKED_EVERY = Duration.ofHours(1);

  private static final Loss[] KINDS = Loss.values();

  private final Map<InetAddress, Tally> senders = new ConcurrentHashMap<>();
  private final Map<String, Tally> places = new ConcurrentHashMap<>();
  private final Tally others = new Tally(OTHERS);

  /**
   * What is to be told.
   *
   * @param sender address, {@link #OTHERS}, or the place ({@code port N}) where no more is known
   * @param records since it was told last; connections, where these were refused
   * @param total since the start
   */
  public record Report(String sender, Loss kind, long records, long total) {}

  /** Counts of one sender. */
  private static final class Tally {
    final String name;
    final AtomicLongArray counted = new AtomicLongArray(KINDS.length);
    final long[] told = new long[KINDS.length];
    final long[] toldAt = new long[KINDS.length];

    Tally(String name) {
      this.name = name;
    }
  }

  /** Shows the counts as {@code hinomi_sender_losses_total}. */
  public void register(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("hinomi_sender_losses_total")
        .help("What was lost, cut, refused, damaged or held back of a sender, by kind.")
        .labelNames("sender", "kind")
        .callback(
            counter ->
                each(
                    (tally, kind) -> {
                      long count = tally.counted.get(kind.ordinal());
                      if (count > 0) {
                        counter.call(count, tally.name, kind.word());
                      }
                    }))
        .register(registry);
  }

  /** Counts records of a sender. */
  public void count(InetAddress sender, Loss kind, long records) {
    Tally tally = senders.get(sender);
    if (tally == null) {
      // Two at once may go beyond the bound by one each; what matters is that there is one.
      tally =
          senders.size() >= SENDERS
              ? others
              : senders.computeIfAbsent(sender, a -> new Tally(a.getHostAddress()));
    }
    tally.counted.addAndGet(kind.ordinal(), records);
  }

  /**
   * Takes over what was counted elsewhere, since the start.
   *
   * @param place one of few, in place of a sender
   */
  public void total(String place, Loss kind, long records) {
    places
        .computeIfAbsent(place, Tally::new)
        .counted
        .accumulateAndGet(kind.ordinal(), records, Math::max);
  }

  /**
   * What is to be told now, at most {@code most}; the rest is given when asked again.
   *
   * @param nanoTime {@link System#nanoTime}
   * @param all also what was told a short while ago
   */
  public synchronized List<Report> due(long nanoTime, boolean all, int most) {
    List<Report> due = new ArrayList<>();
    each(
        (tally, kind) -> {
          int i = kind.ordinal();
          long total = tally.counted.get(i);
          Duration every = kind.gone() ? GONE_EVERY : MARKED_EVERY;
          if (due.size() < most
              && total > tally.told[i]
              && (all || tally.told[i] == 0 || nanoTime - tally.toldAt[i] >= every.toNanos())) {
            due.add(new Report(tally.name, kind, total - tally.told[i], total));
          }
        });
    return due;
  }

  /** The report has reached the history: it is not told again. */
  public synchronized void told(Report report, long nanoTime) {
    each(
        (tally, kind) -> {
          if (kind == report.kind() && tally.name.equals(report.sender())) {
            tally.told[kind.ordinal()] = report.total();
            tally.toldAt[kind.ordinal()] = nanoTime;
          }
        });
  }

  private void each(BiConsumer<Tally, Loss> action) {
    senders.values().forEach(tally -> each(tally, action));
    places.values().forEach(tally -> each(tally, action));
    each(others, action);
  }

  private static void each(Tally tally, BiConsumer<Tally, Loss> action) {
    for (Loss kind : KINDS) {
      action.accept(tally, kind);
    }
  }
}
