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
import org.hinomi.core.unix.BootEvent;
import org.hinomi.core.unix.Shutdown;
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

  /**
   * What a machine writes that is switched off, then one that loses its power, then one that runs.
   */
  @Test
  void tellsEachStartOnceAndHowTheBootBeforeEnded() throws Exception {
    Entries entries =
        new Entries()
            .add(1, "systemd-journald", 250, "Journal started")
            .add(1, "sshd", 812, "Server listening on 0.0.0.0 port 22.")
            .add(1, "systemd", 1, "Reached target reboot.target - System Reboot.")
            .add(1, "systemd-shutdown", 1, "Sending SIGTERM to remaining processes...")
            .add(1, "systemd-journald", 250, "Journal stopped")
            .add(2, "kernel", 0, "Linux version 6.1.0-28-amd64")
            .add(2, "systemd-journald", 251, "Journal started")
            .add(2, "sshd", 813, "Server listening on 0.0.0.0 port 22.")
            .add(3, "kernel", 0, "Linux version 6.1.0-28-amd64")
            .add(3, "sshd", 814, "Server listening on 0.0.0.0 port 22.");
    write("system.journal", entries.text());
    List<WatchedRecord> all = take(Map.of(), StartAt.START, List.of(), 12);
    List<BootEvent> starts = boots(all);
    assertThat(starts)
        .extracting(BootEvent::before)
        .containsExactly(Shutdown.CLEAN, Shutdown.UNCLEAN);
    assertThat(starts.getLast().boot()).isEqualTo("%032x".formatted(3));
    assertThat(starts.getLast().last()).isEqualTo(Instant.ofEpochSecond(1_763_900_008L));
    assertThat(starts.getLast().time()).isEqualTo(Instant.ofEpochSecond(1_763_900_009L));
    assertThat(all.get(9).kind()).as("before the first entry").isEqualTo(AgentFrame.KIND_BOOT);

    // Stopped right before the start was told, right behind it, and behind the entry.
    assertThat(boots(take(Map.of("", all.get(8).position()), StartAt.END, List.of(), 3)))
        .hasSize(1);
    assertThat(boots(take(Map.of("", all.get(9).position()), StartAt.END, List.of(), 2))).isEmpty();
    assertThat(boots(take(Map.of("", all.get(10).position()), StartAt.END, List.of(), 1)))
        .isEmpty();
  }

  @Test
  void oneUnitsEntriesAreEnoughToTellTheStart() throws Exception {
    Entries entries =
        new Entries()
            .add(1, "sshd", 812, "one")
            .add(2, "cron", 7, "two")
            .add(2, "systemd", 1, "Reached target Shutdown.")
            .add(3, "sshd", 814, "three");
    write("system.journal", entries.text());
    List<BootEvent> starts = boots(take(Map.of(), StartAt.START, List.of("sshd.service"), 3));
    assertThat(starts).extracting(BootEvent::before).containsExactly(Shutdown.CLEAN);
    assertThat(starts.getFirst().previous()).isEqualTo("%032x".formatted(2));
  }

  private static boolean isStart(WatchedRecord record) {
    return record.kind().equals(AgentFrame.KIND_BOOT);
  }

  private static List<BootEvent> boots(List<WatchedRecord> records) {
    return records.stream()
        .filter(JournalSourceIT::isStart)
        .map(r -> BootEvent.read(r.original(), 0, r.original().length))
        .toList();
  }

  /** Entries of one machine, a second apart. */
  private static final class Entries {
    private final StringBuilder text = new StringBuilder();
    private int number;

    Entries add(int boot, String identifier, int pid, String message) {
      number++;
      text.append(
          """
          __REALTIME_TIMESTAMP=%d000000
          __MONOTONIC_TIMESTAMP=%d000000
          _BOOT_ID=%032x
          _MACHINE_ID=fedcba9876543210fedcba9876543210
          _HOSTNAME=fs1
          SYSLOG_IDENTIFIER=%s
          _SYSTEMD_UNIT=%s.service
          _PID=%d
          MESSAGE=%s

          """
              .formatted(
                  1_763_900_000L + number, number, boot, identifier, identifier, pid, message));
      return this;
    }

    String text() {
      return text.toString();
    }
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

  /** Without the starts that the entries' boots make. */
  private List<WatchedRecord> read(Map<String, String> positions, StartAt from, int count)
      throws InterruptedException {
    return take(positions, from, List.of(), count, false);
  }

  private List<WatchedRecord> take(
      Map<String, String> positions, StartAt from, List<String> units, int count)
      throws InterruptedException {
    return take(positions, from, units, count, true);
  }

  private List<WatchedRecord> take(
      Map<String, String> positions,
      StartAt from,
      List<String> units,
      int count,
      boolean withStarts)
      throws InterruptedException {
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    List<WatchedRecord> taken = new ArrayList<>();
    try (JournalSource source = new JournalSource(new JournalSettings("j", folder, units, from))) {
      Thread thread = start(source, positions, records);
      while (taken.size() < count) {
        WatchedRecord record = records.poll(20, TimeUnit.SECONDS);
        assertThat(record).as("after %s: %s", taken.size(), source.status()).isNotNull();
        if (record != null && (withStarts || !isStart(record))) {
          taken.add(record);
        }
      }
      source.close();
      thread.join();
    }
    records.removeIf(record -> !withStarts && isStart(record));
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
    write(name, export.toString());
  }

  private void write(String name, String export) throws Exception {
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
