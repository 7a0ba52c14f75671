package org.hinomi.core.snmp;

import java.time.Instant;
import java.util.OptionalDouble;
import org.hinomi.core.event.Identity;

/** Notifications for tests. */
final class Samples {

  private Samples() {}

  static EventMatch eventMatch(String message) {
    return new EventMatch(
        "fs1",
        new Identity("3f2c9a0e", 1763900000000L, 17),
        "auth",
        "8d6e1f7a-2c3b-4d5e-9f00-112233445566",
        "ディスク障害",
        "high",
        Instant.parse("2026-11-23T20:15:00.123456Z"),
        "7",
        "disk",
        "System",
        message);
  }

  static ThresholdStep thresholdStep(HinomiMib.Notification kind) {
    return new ThresholdStep(
        kind,
        "fs-used/fs1/42",
        "fs1",
        "ファイルシステム使用率",
        "system.filesystem.mountpoint=/データ",
        "system.filesystem.utilization",
        OptionalDouble.of(0.925),
        OptionalDouble.of(0.9),
        ThresholdStep.Severity.CRITICAL,
        Instant.parse("2026-11-23T20:14:00Z"),
        Instant.parse("2026-11-23T20:15:00Z"),
        4711);
  }
}
