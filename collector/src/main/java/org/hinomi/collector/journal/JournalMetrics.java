package org.hinomi.collector.journal;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.LongSupplier;

/** What the journal counts. Thread-safe. */
final class JournalMetrics {
  private final PrometheusRegistry registry;
  private final Counter records;
  private final Counter bytes;
  private final Histogram syncSeconds;
  private final Counter failures;
  private final Counter damaged;

  JournalMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    records =
        Counter.builder()
            .name("hinomi_journal_records_total")
            .help("Records that the journal has made durable.")
            .register(registry);
    bytes =
        Counter.builder()
            .name("hinomi_journal_bytes_total")
            .help("Bytes that the journal has made durable, its own framing included.")
            .register(registry);
    syncSeconds =
        Histogram.builder()
            .name("hinomi_journal_sync_seconds")
            .help("Time to write one group and sync it; its count is the number of syncs.")
            .classicOnly()
            .classicUpperBounds(.0002, .0005, .001, .002, .005, .01, .05, .1, .5, 1, 5)
            .register(registry);
    failures =
        Counter.builder()
            .name("hinomi_journal_failed_records_total")
            .help("Records that could not be made durable; their senders were not answered.")
            .register(registry);
    damaged =
        Counter.builder()
            .name("hinomi_journal_damaged_records_total")
            .help("Records found changed on disk and passed over by a reader.")
            .register(registry);
  }

  void watch(LongSupplier pendingBytes, LongSupplier nextPosition, LongSupplier segments) {
    gauge("hinomi_journal_pending_bytes", "Bytes that wait for the disk.", pendingBytes);
    gauge(
        "hinomi_journal_next_position",
        "Position that the next durable record gets.",
        nextPosition);
    gauge("hinomi_journal_segments", "Segment files.", segments);
  }

  void synced(long recordCount, long byteCount, long nanos) {
    records.inc(recordCount);
    bytes.inc(byteCount);
    syncSeconds.observe(nanos / 1e9);
  }

  void failed(long recordCount) {
    failures.inc(recordCount);
  }

  void damaged(long recordCount) {
    damaged.inc(recordCount);
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(value.getAsLong()))
        .register(registry);
  }
}
