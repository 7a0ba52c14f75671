package org.hinomi.collector.receive.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AuditTrailTest {
  /** As behind a disk that is full. */
  private static final class Closed implements Intake {
    @Override
    public boolean writable() {
      return false;
    }

    @Override
    public void whenWritable(Runnable resume) {
      // There never is room.
    }

    @Override
    public boolean offer(Chunk chunk, Commit whenSynced) {
      return false;
    }
  }

  @Test
  @Timeout(30)
  void waitsNotForEverForAJournalThatTakesNothing() {
    AuditTrail trail =
        new AuditTrail(
            new Closed(), new Counters(new PrometheusRegistry()), () -> 0, Duration.ofMillis(1));
    AuditRecord record =
        new AuditRecord(Instant.EPOCH, "logs", "user.add", "root", "local", "", true, "", Map.of());
    assertThatThrownBy(() -> trail.take(record))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("room on the disk");
  }
}
