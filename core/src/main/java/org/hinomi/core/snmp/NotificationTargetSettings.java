package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.jspecify.annotations.Nullable;

/** Reads who gets notifications from settings. */
public final class NotificationTargetSettings {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int RETRIES = 2;
  private static final int MOST_RETRIES = 20;

  private NotificationTargetSettings() {}

  /**
   * Reads the keys to, version, inform, timeout and retries; community for v1 and v2c; user and
   * those of {@link SnmpUserSettings} for v3.
   */
  public static NotificationTarget read(Section s) {
    HostPort to = s.address("to").required();
    Version version = s.oneOf("version", Version.class).orElse(Version.V2C);
    boolean inform = s.bool("inform").orElse(false);
    if (inform && version == Version.V1) {
      s.problem("inform", "true", "false, or version: v2c or v3; SNMPv1 has no informs");
    }
    Duration timeout = s.duration("timeout", SHORTEST, LONGEST).orElse(TIMEOUT);
    long retries = s.integer("retries", 0, MOST_RETRIES).orElse((long) RETRIES);
    return new NotificationTarget(
        to,
        version,
        community(s, version),
        user(s, version),
        inform && version != Version.V1,
        timeout,
        (int) retries,
        TrapFormat.HINOMI,
        UTF_8);
  }

  private static @Nullable Secret community(Section s, Version version) {
    if (version != Version.V3) {
      return s.requiredSecret("community");
    }
    s.optionalSecret("community")
        .ifPresent(c -> s.problem("community", "pointless", "no community with version: v3"));
    return null;
  }

  private static @Nullable SnmpUser user(Section s, Version version) {
    boolean weak = s.bool("weak-protocols").orElse(false);
    if (version == Version.V3) {
      return SnmpUserSettings.read(s, s.text("user").required(), weak);
    }
    for (String key : List.of("user", "auth", "priv")) {
      if (s.has(key)) {
        s.problem(key, "pointless", "version: v3 beside it");
      }
    }
    return null;
  }
}
