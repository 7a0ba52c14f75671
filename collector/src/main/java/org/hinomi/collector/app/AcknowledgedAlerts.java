package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.notify.group.Acknowledged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which alerts somebody looks after, as the alerts' own database has it; read now and then. */
final class AcknowledgedAlerts implements Acknowledged {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(AcknowledgedAlerts.class);

  private final AlertReader reader;
  private final InstantSource clock;
  private Set<String> lives = Set.of();
  private Instant readAt = Instant.EPOCH;

  AcknowledgedAlerts(AlertReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public synchronized boolean is(String life) {
    Instant now = clock.instant();
    if (!now.isBefore(readAt.plus(FRESH))) {
      readAt = now; // also where it cannot be read: this is asked of each alert
      try {
        lives =
            reader.current().stream()
                .filter(alert -> alert.state() == AlertReader.State.ACKNOWLEDGED)
                .map(AlertReader.Alert::id)
                .collect(Collectors.toSet());
      } catch (IOException e) {
        LOG.atWarn().setCause(e).log("Who looks after which alert cannot be read.");
      }
    }
    return lives.contains(life);
  }
}
