package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.Pauses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(30)
class RunRecordsTest {
  private static final Instant START = Instant.parse("2026-11-28T09:00:00Z");

  @TempDir Path state;

  private final List<AuditRecord> journal = new CopyOnWriteArrayList<>();
  private volatile boolean full;
  private volatile Instant now = START;
  private final Pauses pauses = new Pauses(() -> now, () -> now.getEpochSecond() * 1_000_000_000L);

  private RunRecords records() {
    return records(
        record -> {
          if (full) {
            throw new IOException("no room");
          }
          journal.add(record);
        });
  }

  private RunRecords records(AuditLog.Sink trail) {
    return new RunRecords(state, pauses, trail, "logs", () -> now, Duration.ofMillis(500));
  }

  private List<String> actions() {
    return journal.stream().map(AuditRecord::action).toList();
  }

  /** A start on a history whose newest record came a minute ago. */
  private AuditRecord started() {
    RunRecords unused = records().start(false, Optional.of(now.minusSeconds(60)));
    return journal.getLast();
  }

  @Test
  void theFirstStartSaysThatThereWasNoneBefore() {
    try (RunRecords run = records().start(true, Optional.empty())) {
      assertThat(run).isNotNull();
    }
    AuditRecord start = journal.getFirst();
    assertThat(start.action()).isEqualTo("collector.start");
    assertThat(start.host()).isEqualTo("logs");
    assertThat(start.user()).isEqualTo(System.getProperty("user.name"));
    assertThat(start.proof()).isEqualTo("local");
    assertThat(start.success()).isTrue();
    assertThat(start.reason()).isEmpty();
    assertThat(start.details()).containsOnlyKeys("version", "last_stop");
    assertThat(start.details()).containsEntry("last_stop", "none");
    assertThat(actions()).containsExactly("collector.start", "collector.stop");
  }

  @Test
  void aCleanStopIsSaidWithTheTimeSince() {
    try (RunRecords run = records().start(true, Optional.empty())) {
      now = START.plusSeconds(100);
      assertThat(run).isNotNull();
    }
    now = START.plusSeconds(400);
    AuditRecord start = started();
    assertThat(start.reason()).isEmpty();
    assertThat(start.details())
        .containsEntry("last_stop", "clean")
        .containsEntry("stopped_at", "2026-11-28T09:01:40Z")
        .containsEntry("last_record", "2026-11-28T09:05:40Z")
        .containsEntry("down_seconds", "300");
  }

  @Test
  void aKillIsSaidWithTheTimeOfTheLastRecord() {
    RunRecords killed = records().start(true, Optional.empty());
    now = START.plusSeconds(1_000);
    AuditRecord start = started();
    assertThat(start.reason()).isEqualTo("unclean-stop");
    assertThat(start.success()).isTrue();
    assertThat(start.details())
        .containsEntry("last_stop", "unclean")
        .containsEntry("last_record", "2026-11-28T09:15:40Z")
        .containsEntry("down_seconds", "60")
        .doesNotContainKey("stopped_at");
    assertThat(killed).isNotNull();
  }

  @Test
  void whatACommandWritesAfterAKillHidesNoGap() {
    RunRecords killed = records().start(true, Optional.empty());
    LastRun.beforeCommand(state, Optional.of(START.plusSeconds(10)));
    LastRun.beforeCommand(state, Optional.of(START.plusSeconds(500)));
    now = START.plusSeconds(1_010);
    assertThat(started().details())
        .containsEntry("last_stop", "unclean")
        .containsEntry("last_record", "2026-11-28T09:00:10Z")
        .containsEntry("down_seconds", "1000");
    assertThat(killed).isNotNull();
  }

  @Test
  void aCommandChangesNothingOfAStop() {
    LastRun.beforeCommand(state, Optional.of(START));
    assertThat(state.resolve(LastRun.FILE)).doesNotExist();
    try (RunRecords run = records().start(true, Optional.empty())) {
      assertThat(run).isNotNull();
    }
    LastRun.beforeCommand(state, Optional.of(START.plusSeconds(10)));
    now = START.plusSeconds(60);
    assertThat(started().details())
        .containsEntry("last_stop", "clean")
        .containsEntry("down_seconds", "60");
  }

  @Test
  void whatNobodyKnowsIsNotClaimed() throws IOException {
    assertThat(started().details()).containsEntry("last_stop", "unknown");
    Files.writeString(state.resolve(LastRun.FILE), "{\"stopped\":\"yesterday\"}");
    assertThat(started().details()).containsEntry("last_stop", "unknown");
    Files.writeString(state.resolve(LastRun.FILE), "{");
    assertThat(started().details()).containsEntry("last_stop", "unknown");
    // A clock that was put back.
    Files.writeString(state.resolve(LastRun.FILE), "{\"stopped\":\"2027-01-01T00:00:00Z\"}");
    assertThat(started().details())
        .containsEntry("last_stop", "clean")
        .doesNotContainKey("down_seconds");
    assertThat(journal).extracting(AuditRecord::reason).containsOnly("");
  }

  @Test
  void aPauseIsToldWhenItIsOver() {
    try (RunRecords run = records().start(true, Optional.empty())) {
      pauses.begin(Pauses.Reason.DISK_FULL);
      now = START.plusSeconds(90);
      run.look();
      assertThat(actions()).as("it lasts").containsExactly("collector.start");
      pauses.end(Pauses.Reason.DISK_FULL);
      run.look();
      AuditRecord pause = journal.getLast();
      assertThat(pause.action()).isEqualTo("collector.pause");
      assertThat(pause.reason()).isEqualTo("disk-full");
      assertThat(pause.details())
          .isEqualTo(
              Map.of(
                  "from",
                  "2026-11-28T09:00:00Z",
                  "to",
                  "2026-11-28T09:01:30Z",
                  "seconds",
                  "90",
                  "pauses",
                  "1"));
      pauses.begin(Pauses.Reason.DISK_FULL);
      pauses.end(Pauses.Reason.DISK_FULL);
      run.look();
      assertThat(actions()).as("not yet again").hasSize(2);
    }
    assertThat(actions())
        .containsExactly("collector.start", "collector.pause", "collector.pause", "collector.stop");
  }

  @Test
  void aStartThatCannotBeWrittenIsWrittenLater() {
    full = true;
    try (RunRecords run = records().start(true, Optional.empty())) {
      pauses.begin(Pauses.Reason.JOURNAL_FAILED);
      run.look();
      assertThat(journal).isEmpty();
      full = false;
      pauses.end(Pauses.Reason.JOURNAL_FAILED);
      now = START.plusSeconds(60);
      run.look();
    }
    assertThat(actions()).containsExactly("collector.start", "collector.pause", "collector.stop");
    assertThat(journal.getFirst().time()).as("when it was").isEqualTo(START);
  }

  @Test
  void aJournalThatRefusesKeepsNobodyFromStopping() {
    RunRecords run = records().start(true, Optional.empty());
    full = true;
    List<String> warned = warned(run::close);
    assertThat(warned).singleElement().asString().contains("collector.stop", "before the end");
    full = false;
    now = START.plusSeconds(5);
    assertThat(started().details())
        .as("it stopped as it was told all the same")
        .containsEntry("last_stop", "clean")
        .containsEntry("stopped_at", START.toString());
  }

  @Test
  void aJournalThatHangsKeepsNobodyFromStopping() {
    CountDownLatch never = new CountDownLatch(1);
    RunRecords run =
        records(
            record -> {
              if (record.action().equals(AuditRecord.STOP)) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    run.start(true, Optional.empty());
    try {
      assertThat(warned(run::close)).singleElement().asString().contains("in time");
    } finally {
      never.countDown();
    }
  }

  @Test
  void aFullDiskKeepsNobodyFromStartingAndLeavesNothingThatIsNotTrue() throws IOException {
    try (RunRecords run = records().start(true, Optional.empty())) {
      assertThat(run).isNotNull();
    }
    // Where a folder stands no file can be written.
    Files.createDirectory(state.resolve(LastRun.FILE + ".new"));
    assertThat(started().details()).containsEntry("last_stop", "clean");
    assertThat(started().details())
        .as("not clean a second time")
        .containsEntry("last_stop", "unknown");
  }

  private static List<String> warned(Runnable work) {
    Logger log = (Logger) LoggerFactory.getLogger(RunRecords.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    try {
      work.run();
    } finally {
      log.detachAppender(said);
    }
    return said.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
        .toList();
  }
}
