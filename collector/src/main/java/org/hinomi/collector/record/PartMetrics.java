package org.hinomi.collector.record;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the event history counts of its parts. Thread-safe. */
final class PartMetrics {
  private final PrometheusRegistry registry;
  private final Histogram writeSeconds;
  private final Counter joined;
  private final Counter damaged;
  private final Counter lost;

  PartMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    writeSeconds =
        Histogram.builder()
            .name("hinomi_part_write_seconds")
            .help("Time to turn events in memory into synced parts; its count is how often.")
            .classicOnly()
            .classicUpperBounds(.01, .05, .1, .2, .5, 1, 5)
            .register(registry);
    joined =
        Counter.builder()
            .name("hinomi_parts_joined_total")
            .help("Small parts that became one with others.")
            .register(registry);
    damaged =
        Counter.builder()
            .name("hinomi_parts_damaged_total")
            .help("Parts that were not what was written, or gone; set aside.")
            .register(registry);
    lost =
        Counter.builder()
            .name("hinomi_part_lost_records_total")
            .help("Events of damaged parts that the journal no longer has.")
            .register(registry);
  }

  void watch(Supplier<Collection<Part>> parts, LongSupplier rowsInMemory) {
    gauge("hinomi_parts", "Parts of the event history.", () -> parts.get().size());
    gauge(
        "hinomi_part_bytes",
        "Bytes of all parts.",
        () -> parts.get().stream().mapToLong(Part::bytes).sum());
    gauge(
        "hinomi_part_records",
        "Events in parts.",
        () -> parts.get().stream().mapToLong(Part::rows).sum());
    gauge("hinomi_record_memory_records", "Events that are in no part yet.", rowsInMemory);
  }

  void written(long nanos) {
    writeSeconds.observe(nanos / 1e9);
  }

  void joined(int parts) {
    joined.inc(parts);
  }

  void damaged(int parts) {
    damaged.inc(parts);
  }

  void lost(long records) {
    lost.inc(records);
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsLong()))
        .register(registry);
  }
}
