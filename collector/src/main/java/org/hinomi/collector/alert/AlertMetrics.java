package org.hinomi.collector.alert;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.hinomi.collector.detect.Severity;
import org.hinomi.core.sigma.CorrelationEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What detection did, as counters and in the log. Not thread-safe, but for who reads counters. */
final class AlertMetrics {
  /** Of one batch; a storm must not fill the log. */
  private static final int LOGGED_STEPS = 10;

  private static final Logger log = LoggerFactory.getLogger(AlertMetrics.class);

  private final Counter transitions;
  private final Counter late;
  private final Counter underived;
  private final Gauge firing;
  private final ToLongFunction<Severity> firingNow;

  /**
   * @param uncounted events that thresholds did not count
   * @param firingNow alerts that fire
   */
  AlertMetrics(
      PrometheusRegistry metrics,
      LongSupplier uncounted,
      CorrelationEngine correlations,
      ToLongFunction<Severity> firingNow) {
    this.firingNow = firingNow;
    transitions =
        Counter.builder()
            .name("hinomi_alert_transitions_total")
            .help("Steps in the life of alerts")
            .labelNames("kind")
            .register(metrics);
    late =
        Counter.builder()
            .name("hinomi_alert_samples_late_total")
            .help("Samples that detection ignored: a newer one of their series had counted")
            .register(metrics);
    underived =
        Counter.builder()
            .name("hinomi_threshold_values_underived_total")
            .help("Values that thresholds derived nothing from: too many series")
            .register(metrics);
    CounterWithCallback.builder()
        .name("hinomi_threshold_events_uncounted_total")
        .help("Events that thresholds did not count: too late, or of too many hosts")
        .callback(counter -> counter.call(uncounted.getAsLong()))
        .register(metrics);
    firing =
        Gauge.builder()
            .name("hinomi_alerts_firing")
            .help("Alerts that fire")
            .labelNames("severity")
            .register(metrics);
    watch(correlations, metrics);
    countFiring();
  }

  private static void watch(CorrelationEngine correlations, PrometheusRegistry metrics) {
    CounterWithCallback.builder()
        .name("hinomi_correlation_events_ignored_total")
        .help("Events that correlation rules did not count: too late, or their group was too large")
        .labelNames("reason")
        .callback(
            counter -> {
              counter.call(correlations.late(), "late");
              counter.call(correlations.evictedEvents(), "group_too_large");
            })
        .register(metrics);
    CounterWithCallback.builder()
        .name("hinomi_correlation_groups_dropped_total")
        .help("Groups of correlation rules that were forgotten: there were too many")
        .callback(counter -> counter.call(correlations.evictedGroups()))
        .register(metrics);
  }

  /** Samples were ignored. */
  void late(long samples) {
    late.inc(samples);
  }

  /**
   * @param values in all, from which nothing was derived
   */
  void underived(long values) {
    underived.inc(values - underived.getLongValue());
  }

  /** Counts the steps of alerts, and says the first of them. */
  void took(List<Transition> steps) {
    for (Transition step : steps) {
      transitions.labelValues(step.kind().name().toLowerCase(Locale.ROOT)).inc();
    }
    steps.stream().limit(LOGGED_STEPS).forEach(AlertMetrics::logStep);
    if (steps.size() > LOGGED_STEPS) {
      log.atInfo()
          .addKeyValue("steps", steps.size() - LOGGED_STEPS)
          .log("More alerts took a step; hinomi alerts lists them.");
    }
    if (!steps.isEmpty()) {
      countFiring();
    }
  }

  private static void logStep(Transition step) {
    log.atInfo()
        .addKeyValue("kind", step.kind())
        .addKeyValue("severity", step.severity())
        .addKeyValue("rule", step.title())
        .addKeyValue("labels", step.labels())
        .log("An alert took a step.");
  }

  private void countFiring() {
    for (Severity severity : Severity.values()) {
      firing
          .labelValues(severity.name().toLowerCase(Locale.ROOT))
          .set(firingNow.applyAsLong(severity));
    }
  }
}
