package org.hinomi.collector.receive.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.OpenIntake;
import org.hinomi.collector.receive.RecordingIntake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AuditTrailTest {
  private static final AuditRecord RECORD =
      new AuditRecord(
          Instant.EPOCH, "host", "user.add", "taro", "local", "", true, "", Map.of("target", "x"));

  private final RecordingIntake intake = new RecordingIntake();

  private AuditTrail trail(Intake into) {
    return new AuditTrail(
        into, new Counters(new PrometheusRegistry()), () -> 1, Duration.ofMillis(1));
  }

  @Test
  void aRecordIsTakenOnceItIsDurable() throws Exception {
    trail(answering(Optional.empty())).take(RECORD);
    assertThat(intake.records()).singleElement().asString().contains("user.add");
  }

  @Test
  void aDiskThatIsFullHoldsNobodyUp() {
    intake.fill();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> trail(intake).take(RECORD))
        .withMessageContaining("room on the disk");
    assertThat(intake.chunks).isEmpty();
  }

  @Test
  void whoHangsUpIsNotedAllTheSame() throws Exception {
    Thread.currentThread().interrupt();
    trail(answering(Optional.empty())).take(RECORD);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(intake.records()).hasSize(1);
    intake.fill();
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> trail(intake).take(RECORD))
        .withMessageContaining("room on the disk");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoGaveUpLeavesNothingBehindInTheQueue() {
    intake.fill();
    AuditTrail trail = trail(intake);
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> trail.take(RECORD));
    }
    assertThat(intake.waiting()).isEqualTo(1);
  }

  @Test
  void aJournalThatFailsIsSaid() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> trail(answering(Optional.of(new IOException("no space")))).take(RECORD))
        .withMessageContaining("no space");
  }

  private Intake answering(Optional<IOException> failure) {
    return new OpenIntake(
        (chunk, commit) -> {
          intake.offer(chunk, commit);
          intake.sync(failure.orElse(null));
        });
  }
}
