package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * A step of a threshold. A text that is not known is empty.
 *
 * @param kind THRESHOLD_RAISED, THRESHOLD_CHANGED or THRESHOLD_CLEARED
 * @param id names the step; the same when it is reported again
 * @param subject what the threshold was applied to, as {@code label=value, label=value}
 * @param value in the unit of the metric
 * @param level what the value was compared with, in the unit of the metric
 * @param since when the condition began to hold
 * @param at when this step was taken
 * @param position journal position of the record that led here
 */
public record ThresholdStep(
    HinomiMib.Notification kind,
    String id,
    String host,
    String name,
    String subject,
    String metric,
    OptionalDouble value,
    OptionalDouble level,
    Severity severity,
    Instant since,
    Instant at,
    long position)
    implements HinomiNotification {

  /** The enumeration of hinomiSeverity, in ascending order. */
  public enum Severity {
    WARNING(1),
    CRITICAL(2);

    private final int code;

    Severity(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  public ThresholdStep {
    requireNonNull(id, "id");
    requireNonNull(host, "host");
    requireNonNull(name, "name");
    requireNonNull(subject, "subject");
    requireNonNull(metric, "metric");
    requireNonNull(value, "value");
    requireNonNull(level, "level");
    requireNonNull(severity, "severity");
    requireNonNull(since, "since");
    requireNonNull(at, "at");
    if (kind == HinomiMib.Notification.EVENT_MATCH || kind == HinomiMib.Notification.HEARTBEAT) {
      throw new IllegalArgumentException("kind: " + kind + " (expected: THRESHOLD_…)");
    }
  }
}
