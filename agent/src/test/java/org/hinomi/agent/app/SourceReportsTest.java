package org.hinomi.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.SourceReason;
import org.junit.jupiter.api.Test;

/** By hand: no thread but one that waits, no clock. */
class SourceReportsTest {
  private static final SourceReason MISSING =
      new SourceReason(SourceReason.MISSING, "/var/log/a.log", "");

  private final List<SpoolEntry> told = new ArrayList<>();
  private boolean room = true;
  private long nanos;
  private SourceStatus status = status(State.NEW, SourceReason.NONE);
  private final SourceReports reports =
      new SourceReports(
          entry -> room && told.add(entry), () -> Instant.EPOCH.plusNanos(nanos), () -> nanos);

  @Test
  void tellsOnceHowASourceStandsAndAgainEveryHour() {
    reports.add(source(), sink(record -> {}));
    look();
    assertThat(told).isEmpty();
    status = status(State.READING, SourceReason.NONE);
    look();
    look();
    assertThat(told).hasSize(1);
    SpoolEntry entry = told.getFirst();
    assertThat(entry.msgId()).isEqualTo(AgentFrame.MSGID_STATE);
    assertThat(entry.kind()).isEqualTo(AgentFrame.KIND_AGENT);
    assertThat(entry.source()).isEqualTo("auth");
    assertThat(entry.position()).isEmpty();
    assertThat(entry.severity()).isEqualTo(WatchedRecord.SEVERITY_INFORMATIONAL);
    assertThat(entry.attributes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("state", "reading", "since", "1970-01-01T00:00:04Z"));
    nanos += SourceReports.AGAIN.toNanos();
    look();
    assertThat(told).hasSize(2);
    assertThat(told.getLast().attributes()).containsEntry("since", "1970-01-01T00:00:04Z");
  }

  @Test
  void tellsAChangeWithItsReasonButNotTooOften() {
    reports.add(source(), sink(record -> {}));
    status = status(State.READING, SourceReason.NONE);
    look();
    status = status(State.WAITING, MISSING);
    look();
    assertThat(told).as("too soon").hasSize(1);
    nanos += SourceReports.LEAST.toNanos();
    look();
    assertThat(told).hasSize(2);
    assertThat(told.getLast().attributes())
        .containsEntry("state", "waiting")
        .containsEntry("reason", "missing")
        .containsEntry("path", "/var/log/a.log")
        .containsEntry("since", "1970-01-01T00:00:04Z");
    assertThat(told.getLast().severity()).isEqualTo(WatchedRecord.SEVERITY_WARNING);
    assertThat(new String(told.getLast().message(), UTF_8))
        .startsWith("source auth: waiting: /var/log/a.log: not there");
  }

  @Test
  void numbersThatGrowAreNoChange() {
    reports.add(source(), sink(record -> {}));
    for (int bytes = 100; bytes < 110; bytes++) {
      status =
          status(
              State.READING, new SourceReason(SourceReason.BEHIND, "/a", Integer.toString(bytes)));
      nanos += SourceReports.LEAST.toNanos();
      look();
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void whatTheSpoolRefusesIsToldLaterAsItStandsThen() {
    reports.add(source(), sink(record -> {}));
    status = status(State.FAILED, MISSING);
    room = false;
    look();
    status = status(State.READING, SourceReason.NONE);
    room = true;
    look();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().attributes()).containsEntry("state", "reading");
  }

  @Test
  void aRecordThatWaitsForTheSpoolHoldsItsSourceUp() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch room = new CountDownLatch(1);
    HeldSink sink =
        sink(
            record -> {
              inside.countDown();
              room.await();
            });
    reports.add(source(), sink);
    status = status(State.READING, SourceReason.NONE);
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    sink.put(record());
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    inside.await();
    nanos += Duration.ofSeconds(6).toNanos();
    look();
    assertThat(told.getLast().attributes())
        .containsEntry("state", "held")
        .containsEntry("reason", "spool-full");
    room.countDown();
    reader.join();
    nanos += SourceReports.LEAST.toNanos();
    look();
    assertThat(told.getLast().attributes())
        .containsEntry("state", "reading")
        .doesNotContainKey("reason");
  }

  private void look() {
    nanos += SourceReports.LOOK.toNanos();
    reports.look();
  }

  private HeldSink sink(RecordSink next) {
    return new HeldSink(next, () -> nanos);
  }

  private static SourceStatus status(State state, SourceReason reason) {
    return new SourceStatus(state, reason, 0, 0, 0, 0);
  }

  private static WatchedRecord record() {
    return new WatchedRecord(
        "auth", "", AgentFrame.KIND_LINE, null, 1, 6, null, null, new byte[0], Map.of(), "");
  }

  private Source source() {
    return new Source() {
      @Override
      public String name() {
        return "auth";
      }

      @Override
      public void run(Map<String, String> positions, RecordSink sink) {}

      @Override
      public SourceStatus status() {
        return status;
      }

      @Override
      public void close() {}
    };
  }
}
