package org.hinomi.collector.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hinomi.collector.notify.Dispatcher;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.collector.search.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every stage when asked: what {@code status} shows, and what {@code /health} calls a
 * problem. Losses are a problem for some minutes after they were first seen, not for ever: whoever
 * is called has to see whether it goes on. Thread-safe.
 */
final class Health implements Supplier<CollectorStatus> {

  /**
   * What it looks at.
   *
   * @param routing what is wrong with who is told of what
   */
  record Parts(
      Journal journal,
      LongSupplier recordedEnd,
      Detection detection,
      Supplier<List<Pipeline.Failure>> pipeline,
      Supplier<List<Dispatcher.Failure>> destinations,
      Supplier<SortedMap<String, Long>> queued,
      List<String> routing) {
    Parts {
      routing = List.copyOf(routing);
    }
  }

  /**
   * Detection.
   *
   * @param end position of the first record that it has not looked at
   * @param rules rules on events that are in force
   * @param refused why others are not
   */
  record Detection(LongSupplier end, int rules, List<String> refused) {
    Detection {
      refused = List.copyOf(refused);
    }
  }

  /** The journal, as far as it matters here. */
  interface Journal {
    long nextPosition();

    long firstPosition();

    int segments();

    long bytes() throws IOException;
  }

  /** More records than the history takes in some seconds. */
  private static final long LAG_RECORDS = 200_000;

  /** Seconds from which on a clock is shown: syslog's times are of whole ones. */
  private static final long SHOWN_SKEW = 2;

  private static final int MOST_CLOCKS = 100;

  private static final long MIB = 1024 * 1024;

  private static final Duration LOSS_SHOWN = Duration.ofMinutes(10);
  private static final String[] COUNTED = {"received", "malformed", "truncated", "dropped"};
  private static final String KERNEL_DROPS = "udp_kernel_drops";

  private final String version;
  private final Instant started;
  private final Path data;
  private final Map<String, String> addresses;
  private final Parts parts;
  private final PrometheusRegistry metrics;
  private final InstantSource clock;
  private final DiskSettings marks;
  private final Map<String, Loss> losses = new HashMap<>();
  private final List<Supplier<List<Problem>>> others = new CopyOnWriteArrayList<>();

  /** How much of something was lost when we looked, and since when that is so. */
  private record Loss(long total, long lately, Instant seen) {}

  /**
   * @param addresses of the listeners, by name
   * @param metrics where the stages count
   */
  Health(
      String version,
      Path data,
      Map<String, String> addresses,
      Parts parts,
      PrometheusRegistry metrics,
      InstantSource clock) {
    this(version, data, addresses, parts, metrics, clock, DiskSettings.DEFAULT);
  }

  /** The same, with marks of its own for a disk that is filling up. */
  Health(
      String version,
      Path data,
      Map<String, String> addresses,
      Parts parts,
      PrometheusRegistry metrics,
      InstantSource clock,
      DiskSettings marks) {
    this.marks = marks;
    this.version = version;
    this.started = clock.instant();
    this.data = data;
    this.addresses = addresses;
    this.parts = parts;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Looks at one part more. */
  void watch(Supplier<List<Problem>> part) {
    others.add(part);
  }

  @Override
  public CollectorStatus get() {
    List<Problem> problems = new ArrayList<>();
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    Map<String, SortedMap<String, Long>> counts = counts();
    for (String name : COUNTED) {
      facts.put(name, counts.getOrDefault(name, new TreeMap<>()));
    }
    // Not every system tells; what it does not tell is unknown, not 0.
    facts.put(KERNEL_DROPS, counts.get(KERNEL_DROPS));
    facts.put("clock_skew", clocks());
    facts.put("notifications_queued", parts.queued().get());
    facts.put("event_rules", (long) parts.detection().rules());
    facts.put("journal.oldest_position", parts.journal().firstPosition());
    facts.put("journal.segments", (long) parts.journal().segments());
    facts.put("journal.bytes", journalBytes());
    disk(facts, problems);
    setAside(problems);
    behind(problems);
    parts
        .destinations()
        .get()
        .forEach(
            f ->
                problems.add(
                    Problem.of("destination-failing", f.destination(), f.since(), f.reason())));
    if (!parts.routing().isEmpty()) {
      problems.add(Problem.of("routing", parts.routing().size(), parts.routing().getFirst()));
    }
    lost(counts, problems);
    others.forEach(part -> problems.addAll(part.get()));
    return new CollectorStatus(
        version,
        started,
        parts.journal().nextPosition(),
        new TreeMap<>(addresses),
        facts,
        problems);
  }

  private void setAside(List<Problem> problems) {
    try {
      Manifest.setAside(data.resolve("history"))
          .forEach(
              aside ->
                  problems.add(
                      Problem.of(
                          Files.isDirectory(aside) ? "history-set-aside" : "history-lines-lost",
                          aside)));
    } catch (IOException unreadable) {
      problems.add(Problem.of("history-unreadable", unreadable));
    }
  }

  private void behind(List<Problem> problems) {
    long lag = parts.journal().nextPosition() - parts.recordedEnd().getAsLong();
    if (lag >= LAG_RECORDS) {
      problems.add(Problem.of("lag", lag));
    }
    long unseen = parts.journal().nextPosition() - parts.detection().end().getAsLong();
    if (unseen >= LAG_RECORDS) {
      problems.add(Problem.of("detection-lag", unseen));
    }
    List<String> refused = parts.detection().refused();
    if (!refused.isEmpty()) {
      problems.add(Problem.of("rules-refused", refused.size(), refused.getFirst()));
    }
    for (Pipeline.Failure failure : parts.pipeline().get()) {
      String key =
          switch (failure.part()) {
            case "journal" -> "journal-unreadable";
            case "AlertStore" -> "alerts-failing";
            default -> "history-failing";
          };
      problems.add(Problem.of(key, failure.lasts().toSeconds(), failure.reason()));
    }
  }

  private void disk(Map<String, @Nullable Object> facts, List<Problem> problems) {
    @Nullable Long free = null;
    @Nullable Long size = null;
    try {
      FileStore store = Files.getFileStore(data);
      free = store.getUsableSpace();
      size = store.getTotalSpace();
      if (free < marks.refuse()) {
        problems.add(Problem.of("disk-full", data, free / MIB));
      } else if (free < marks.warn()) {
        problems.add(Problem.of("disk-low", data, free / MIB));
      }
    } catch (IOException e) {
      problems.add(Problem.of("disk-unknown", data, e));
    }
    facts.put("data.free_bytes", free);
    facts.put("data.size_bytes", size);
  }

  private @Nullable Long journalBytes() {
    try {
      return parts.journal().bytes();
    } catch (IOException droppedMeanwhile) {
      return null;
    }
  }

  private synchronized void lost(
      Map<String, SortedMap<String, Long>> counts, List<Problem> problems) {
    counts
        .getOrDefault("dropped", new TreeMap<>())
        .forEach(
            (name, total) -> {
              long lately = lately("dropped." + name, total);
              if (lately > 0) {
                String[] where = name.split("\\.", 2);
                problems.add(Problem.of("dropped", lately, where[0], where[where.length - 1]));
              }
            });
    counts
        .getOrDefault(KERNEL_DROPS, new TreeMap<>())
        .forEach(
            (port, total) -> {
              long lately = lately(KERNEL_DROPS + "." + port, total);
              if (lately > 0) {
                problems.add(Problem.of("kernel-drops", lately, port));
              }
            });
  }

  private long lately(String name, long total) {
    Instant now = clock.instant();
    Loss before = losses.getOrDefault(name, new Loss(0, 0, started));
    boolean forgotten = now.isAfter(before.seen().plus(LOSS_SHOWN));
    long lately = total - before.total() + (forgotten ? 0 : before.lately());
    if (total != before.total() || forgotten) {
      losses.put(name, new Loss(total, lately, now));
    }
    return lately;
  }

  /** The counters of {@link #COUNTED} and the kernel's, by their labels joined with a dot. */
  private Map<String, SortedMap<String, Long>> counts() {
    Map<String, SortedMap<String, Long>> counts = new HashMap<>();
    for (MetricSnapshot snapshot : metrics.scrape()) {
      String name = snapshot.getMetadata().getName();
      if (snapshot instanceof CounterSnapshot counter
          && name.startsWith("hinomi_")
          && (name.equals("hinomi_" + KERNEL_DROPS)
              || List.of(COUNTED).contains(name.substring("hinomi_".length())))) {
        for (CounterSnapshot.CounterDataPointSnapshot point : counter.getDataPoints()) {
          String labels = labels(name, point);
          counts
              .computeIfAbsent(name.substring("hinomi_".length()), n -> new TreeMap<>())
              .merge(labels, (long) point.getValue(), Long::sum);
        }
      }
    }
    return counts;
  }

  /** Seconds by which the clocks of hosts are off that are, the worst first. */
  private Map<String, Long> clocks() {
    Map<String, Long> off = new HashMap<>();
    for (MetricSnapshot snapshot : metrics.scrape("hinomi_clock_skew_seconds"::equals)) {
      if (snapshot instanceof GaugeSnapshot gauge) {
        for (GaugeSnapshot.GaugeDataPointSnapshot point : gauge.getDataPoints()) {
          long seconds = Math.round(point.getValue());
          if (Math.abs(seconds) >= SHOWN_SKEW) {
            off.put(String.valueOf(point.getLabels().get("host")), seconds);
          }
        }
      }
    }
    Map<String, Long> worst = new LinkedHashMap<>();
    off.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> e) -> -Math.abs(e.getValue()))
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_CLOCKS)
        .forEach(e -> worst.put(e.getKey(), e.getValue()));
    return worst;
  }

  private static String labels(String name, CounterSnapshot.CounterDataPointSnapshot point) {
    if (name.equals("hinomi_dropped")) {
      return point.getLabels().get("stage") + "." + point.getLabels().get("reason");
    }
    return point.getLabels().stream()
        .map(label -> label.getValue())
        .collect(Collectors.joining("."));
  }
}
