package org.hinomi.agent.watch.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real journalctl on journal files that systemd-journal-remote makes. */
@Timeout(60)
class JournalSourceIT {
  private static final Path MAKER = Path.of("/lib/systemd/systemd-journal-remote");

  @TempDir Path folder;

  @BeforeEach
  void needsItsPrograms() {
    assumeTrue(
        Files.isExecutable(MAKER) && Files.isExecutable(Path.of("/usr/bin/journalctl")),
        "needs journalctl and systemd-journal-remote (apt-get install systemd-journal-remote)");
  }

  @Test
  void readsAllBootsInOrderAndResumesAfterTheCursor() throws Exception {
    journal("system.journal", 1, 6);
    List<WatchedRecord> all = read(Map.of(), StartAt.START, 6);
    assertThat(all).extracting(JournalSourceIT::message).containsExactlyElementsOf(messages(1, 6));
    WatchedRecord third = all.get(2);
    assertThat(third.kind()).isEqualTo(AgentFrame.KIND_JOURNALD);
    assertThat(third.app()).isEqualTo("sshd");
    assertThat(third.procId()).isEqualTo("103");
    assertThat(third.facility()).isEqualTo(10);
    assertThat(third.severity()).isEqualTo(4);
    assertThat(third.time()).isEqualTo(Instant.ofEpochSecond(1_763_900_003L));

    List<WatchedRecord> rest = read(Map.of("", third.position()), StartAt.END, 3);
    assertThat(rest).extracting(JournalSourceIT::message).containsExactlyElementsOf(messages(4, 6));
  }

  @Test
  void saysWhenTheEntryOfItsCursorIsGone() throws Exception {
    journal("system.journal", 1, 4);
    String second = read(Map.of(), StartAt.START, 4).get(1).position();
    Files.delete(folder.resolve("system.journal"));
    journal("system.journal", 3, 4);
    List<WatchedRecord> records = read(Map.of("", second), StartAt.START, 3);
    assertThat(records.getFirst().kind()).isEqualTo(AgentFrame.KIND_AGENT);
    assertThat(records.getFirst().attributes())
        .containsEntry(WatchedRecord.REASON, "position-lost");
    assertThat(records.subList(1, 3))
        .extracting(JournalSourceIT::message)
        .containsExactlyElementsOf(messages(3, 4));
  }

  @Test
  void startsOverWhenItsCursorIsNoCursor() throws Exception {
    journal("system.journal", 1, 2);
    List<WatchedRecord> records = read(Map.of("", "nonsense"), StartAt.START, 3);
    assertThat(records.getFirst().kind()).isEqualTo(AgentFrame.KIND_AGENT);
    assertThat(records.subList(1, 3))
        .extracting(JournalSourceIT::message)
        .containsExactlyElementsOf(messages(1, 2));
  }

  @Test
  void fromTheEndItKeepsThePlaceWhereItBegan() throws Exception {
    journal("system.journal", 1, 2);
    List<WatchedRecord> records = read(Map.of(), StartAt.END, 1);
    assertThat(records.getFirst().attributes()).containsEntry(WatchedRecord.REASON, "started");
    Files.delete(folder.resolve("system.journal"));
    journal("system.journal", 1, 3);
    List<WatchedRecord> later = read(Map.of("", records.getFirst().position()), StartAt.END, 1);
    assertThat(later)
        .extracting(JournalSourceIT::message)
        .containsExactlyElementsOf(messages(3, 3));
  }

  @Test
  void aMissingProgramIsAStateWithItsReason() throws Exception {
    JournalSource source =
        new JournalSource(
            new JournalSettings(
                "j", "no-such-journalctl", folder, List.of(), StartAt.START, 1_000));
    Thread thread = start(source, Map.of(), new LinkedBlockingQueue<>());
    while (source.status().state() != State.FAILED) {
      Thread.onSpinWait();
    }
    assertThat(source.status().reason().toString()).contains("no-such-journalctl");
    source.close();
    thread.join();
    assertThat(source.status().state()).isEqualTo(State.STOPPED);
  }

  private List<WatchedRecord> read(Map<String, String> positions, StartAt from, int count)
      throws InterruptedException {
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    List<WatchedRecord> taken = new ArrayList<>();
    try (JournalSource source =
        new JournalSource(new JournalSettings("j", folder, List.of(), from))) {
      Thread thread = start(source, positions, records);
      while (taken.size() < count) {
        WatchedRecord record = records.poll(20, TimeUnit.SECONDS);
        assertThat(record).as("after %s: %s", taken.size(), source.status()).isNotNull();
        if (record != null) {
          taken.add(record);
        }
      }
      source.close();
      thread.join();
    }
    assertThat(records).as("no more than expected").isEmpty();
    return taken;
  }

  private static Thread start(
      JournalSource source, Map<String, String> positions, BlockingQueue<WatchedRecord> records) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                source.run(positions, records::put);
              } catch (InterruptedException e) {
                throw new AssertionError("interrupted without close", e);
              }
            });
  }

  /** Makes a journal file of numbered entries; every third one starts another boot. */
  private void journal(String name, int first, int last) throws Exception {
    StringBuilder export = new StringBuilder();
    for (int i = first; i <= last; i++) {
      export.append(
          """
          __REALTIME_TIMESTAMP=%d000000
          __MONOTONIC_TIMESTAMP=%d000000
          _BOOT_ID=%032x
          _MACHINE_ID=fedcba9876543210fedcba9876543210
          _HOSTNAME=fs1
          PRIORITY=4
          SYSLOG_FACILITY=10
          SYSLOG_IDENTIFIER=sshd
          _PID=%d
          MESSAGE=%s

          """
              .formatted(
                  1_763_900_000L + i, i, 1 + (i - 1) / 3, 100 + i, messages(i, i).getFirst()));
    }
    Path file = folder.resolve("entries.export");
    Files.writeString(file, export);
    Process maker =
        new ProcessBuilder(MAKER.toString(), "-o", folder.resolve(name).toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(maker.waitFor()).as(said).isZero();
    Files.delete(file);
  }

  private static List<String> messages(int first, int last) {
    return java.util.stream.IntStream.rangeClosed(first, last).mapToObj(i -> "entry " + i).toList();
  }

  private static String message(WatchedRecord record) {
    return String.valueOf(JournalEntry.read(record.original()).first("MESSAGE"));
  }
}
