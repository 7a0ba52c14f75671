package org.hinomi.agent.watch.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.SourceReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real files, a real writer that rotates them, and a source that is stopped and started again. */
@Timeout(120)
class FileSourceIT {
  @TempDir Path folder;

  @Test
  void noLineIsLostOrDoubledOverRenamesAndRestarts() throws Exception {
    Path file = folder.resolve("app.log");
    int lines = 20_000;
    List<String> seen = new ArrayList<>();
    Map<String, String> positions = new HashMap<>();
    // What was rotated away before the first start ever is not ours to read: start first.
    Files.writeString(file, "line 0\n");
    WatchedRecord first = runUntil(positions, 1, 1).getFirst();
    seen.add(text(first));
    positions.put(first.stream(), first.position());
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    write(file, lines, 2_500);
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    while (seen.size() < lines) {
      // As after a kill: what was taken but not acknowledged (the last 100) comes again.
      int acknowledged = seen.size();
      List<WatchedRecord> run = runUntil(positions, 3_000, lines - acknowledged);
      int kept = acknowledged + run.size() >= lines ? run.size() : Math.max(1, run.size() - 100);
      for (WatchedRecord record : run.subList(0, kept)) {
        assertThat(record.kind()).as(text(record)).isEqualTo(AgentFrame.KIND_LINE);
        seen.add(text(record));
        positions.put(record.stream(), record.position());
      }
    }
    writer.join();
    assertThat(seen).isEqualTo(IntStream.range(0, lines).mapToObj(i -> "line " + i).toList());
  }

  @Test
  void linesOfAW3cLogComeWithTheNamesOfTheirColumnsAlsoAfterARestart() throws Exception {
    Path file = folder.resolve("app.log");
    Files.writeString(file, "#Software: Microsoft IIS\n#Fields: date time c-ip\na b c\n");
    List<WatchedRecord> first = runUntil(Map.of(), 3, 3);
    assertThat(first.get(1).attributes()).doesNotContainKey(AgentFrame.COLUMNS);
    assertThat(first.get(2).attributes())
        .containsEntry(AgentFrame.FORMAT, AgentFrame.FORMAT_W3C)
        .containsEntry(AgentFrame.COLUMNS, "date\u001ftime\u001fc-ip");
    Files.writeString(file, "d e f\n#Fields: date\ng\n", StandardOpenOption.APPEND);
    List<WatchedRecord> later = runUntil(Map.of(file.toString(), first.get(2).position()), 3, 3);
    assertThat(later.get(0).attributes())
        .containsEntry(AgentFrame.COLUMNS, "date\u001ftime\u001fc-ip");
    assertThat(later.get(2).attributes()).containsEntry(AgentFrame.COLUMNS, "date");
  }

  @Test
  void copyTruncateLosesNothingThatTheCopyHolds() throws Exception {
    Path file = folder.resolve("app.log");
    Files.writeString(file, "");
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    try (FolderEvents events = new FolderEvents();
        FolderWaiter waiter = events.waiter(folder.resolve("app.log"));
        FileSource source = source(waiter)) {
      Thread thread = start(source, Map.of(), records);
      int number = 0;
      List<String> seen = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        // A cut can only be told of a file that some of was read.
        Files.writeString(file, "line " + number++ + "\n", StandardOpenOption.APPEND);
        collect(records, seen, number, source);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
          text.append("line ").append(number++).append('\n');
        }
        Files.writeString(file, text, StandardOpenOption.APPEND);
        // logrotate's copytruncate, while the source may still be reading
        Files.copy(file, folder.resolve("app.log.1"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(file, "", StandardOpenOption.TRUNCATE_EXISTING);
        collect(records, seen, number, source);
      }
      assertThat(seen).isEqualTo(IntStream.range(0, number).mapToObj(i -> "line " + i).toList());
      source.close();
      thread.join();
    }
  }

  /** A small one of what bench/watch measures: it counts, and knows no times. */
  @Test
  void hundredsOfFilesAndOfRollsAreReadToTheLastLine() throws Exception {
    int files = 200;
    int rolls = 300;
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    for (int i = 0; i < files; i++) {
      Files.writeString(folder.resolve("quiet" + i + ".log"), "quiet " + i + "\n");
    }
    Path rolling = Files.writeString(folder.resolve("roll.log"), "roll 0\n");
    try (FolderEvents events = new FolderEvents();
        FolderWaiter waiter = events.waiter(folder.resolve("*.log"));
        FileSource source = source("*.log", waiter)) {
      Thread thread = start(source, Map.of(), records);
      List<String> seen = new ArrayList<>();
      collect(records, seen, files + 1, source);
      for (int i = 1; i < rolls; i++) {
        Files.move(rolling, folder.resolve("roll.log." + i));
        Files.writeString(rolling, "roll " + i + "\n");
      }
      collect(records, seen, files + rolls, source);
      assertThat(seen)
          .doesNotHaveDuplicates()
          .contains("quiet 0", "quiet 199", "roll 0", "roll " + (rolls - 1));
      assertThat(source.status().gaps()).isZero();
      source.close();
      thread.join();
    }
  }

  /** Names that come and are renamed away before the next look, one of them declared by itself. */
  @Test
  void logsThatAreRenamedAtOnceAreRead() throws Exception {
    int logs = 100;
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    Files.writeString(folder.resolve("there.log"), "there\n");
    try (FolderEvents events = new FolderEvents();
        FolderWaiter waiter = events.waiter(folder.resolve("*.log"));
        FolderWaiter other = events.waiter(folder.resolve("single.out"));
        FileSource source = source("*.log", waiter);
        FileSource single = source("single.out", other)) {
      Thread thread = start(source, Map.of(), records);
      Thread second = start(single, Map.of(), records);
      List<String> seen = new ArrayList<>();
      collect(records, seen, 1, source);
      while (!single.status().reason().code().equals(SourceReason.MISSING)) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < logs; i++) {
        Path log = Files.writeString(folder.resolve("q" + i + ".log"), "line " + i + "\n");
        Files.move(log, folder.resolve("q" + i + ".log.1"));
        Path out = Files.writeString(folder.resolve("single.out"), "single " + i + "\n");
        Files.move(out, folder.resolve("single.out." + (i + 1)));
      }
      collect(records, seen, 1 + 2 * logs, source);
      assertThat(seen)
          .doesNotHaveDuplicates()
          .contains("line 0", "line 99", "single 0", "single 99");
      source.close();
      single.close();
      thread.join();
      second.join();
    }
  }

  @Test
  void linesOfALogOfTheDhcpServerComeWithTheNamesOfTheirColumns() throws Exception {
    Path file = folder.resolve("app.log");
    String head =
        "\t\tMicrosoft DHCP Service Activity Log\r\n\r\nEvent ID  Meaning\r\n"
            + "00\tThe log was started.\r\n\r\nID,Datum,Uhrzeit,Beschreibung,IP-Adresse,Hostname,"
            + "MAC-Adresse,Benutzername, TransactionID\r\n";
    Files.writeString(file, head + "00,11/23/26,00:00:01,Started,,,,,0\r\n");
    List<WatchedRecord> first = runUntil(Map.of(), 7, 7);
    String columns =
        "ID\u001fDate\u001fTime\u001fDescription\u001fIP Address\u001fHost Name\u001fMAC Address"
            + "\u001fBenutzername\u001fTransactionID";
    assertThat(first.get(5).attributes()).doesNotContainKey(AgentFrame.COLUMNS);
    assertThat(first.get(6).attributes())
        .containsEntry(AgentFrame.FORMAT, AgentFrame.FORMAT_CSV)
        .containsEntry(AgentFrame.COLUMNS, columns);
    Files.writeString(
        file, "10,11/23/26,00:01:00,Assign,192.0.2.5,pc,0A,,1\r\n", StandardOpenOption.APPEND);
    List<WatchedRecord> later = runUntil(Map.of(file.toString(), first.get(6).position()), 1, 1);
    assertThat(later.getFirst().attributes()).containsEntry(AgentFrame.COLUMNS, columns);
  }

  /** Else each start would tell the collector that no file fits. */
  @Test
  void beforeTheFirstLookItIsNotKnownWhetherAFileFits() throws Exception {
    FileSource[] source = new FileSource[1];
    List<SourceStatus.State> states = new ArrayList<>();
    InstantSource clock =
        () -> {
          states.add(source[0].status().state());
          return Instant.now();
        };
    Waiter waiter =
        longest -> {
          states.add(source[0].status().state());
          source[0].close();
          return Waiter.Changes.NONE;
        };
    source[0] = new FileSource(settings("*.log"), clock, waiter);
    source[0].run(Map.of(), record -> {});
    assertThat(Thread.interrupted()).as("it was closed").isTrue();
    assertThat(states).containsExactly(SourceStatus.State.NEW, SourceStatus.State.WAITING);
  }

  private static void collect(
      BlockingQueue<WatchedRecord> records, List<String> seen, int number, FileSource source)
      throws InterruptedException {
    while (seen.size() < number) {
      WatchedRecord record = records.poll(20, TimeUnit.SECONDS);
      assertThat(record).as("after %s lines: %s", seen.size(), source.status()).isNotNull();
      if (record != null && record.kind().equals(AgentFrame.KIND_LINE)) {
        seen.add(text(record));
      }
    }
  }

  private List<WatchedRecord> runUntil(Map<String, String> positions, int most, int missing)
      throws Exception {
    List<WatchedRecord> taken = new ArrayList<>();
    BlockingQueue<WatchedRecord> records = new LinkedBlockingQueue<>();
    try (FolderEvents events = new FolderEvents();
        FolderWaiter waiter = events.waiter(folder.resolve("app.log"));
        FileSource source = source(waiter)) {
      Thread thread = start(source, positions, records);
      while (taken.size() < Math.min(most, missing)) {
        WatchedRecord record = records.poll(20, TimeUnit.SECONDS);
        assertThat(record).as("%s of %s: %s", taken.size(), missing, source.status()).isNotNull();
        if (record != null) {
          taken.add(record);
        }
      }
      source.close();
      thread.join();
    }
    return taken;
  }

  private FileSource source(Waiter waiter) {
    return source("app.log", waiter);
  }

  private FileSource source(String name, Waiter waiter) {
    return new FileSource(settings(name), InstantSource.system(), waiter);
  }

  private FileSettings settings(String name) {
    return new FileSettings(
        "app",
        folder.resolve(name).toString(),
        StartAt.START,
        FileSettings.LINE_LIMIT,
        Duration.ofMillis(50),
        Duration.ofMillis(100));
  }

  private static Thread start(
      FileSource source, Map<String, String> positions, BlockingQueue<WatchedRecord> records) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                source.run(Map.copyOf(positions), records::put);
              } catch (InterruptedException e) {
                throw new AssertionError("interrupted without close", e);
              }
            });
  }

  /** Writes numbered lines, renaming the file away every so many, as logrotate does. */
  private void write(Path file, int lines, int each) throws IOException {
    int rotation = 0;
    for (int number = 1; number < lines; ) {
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (int i = 0; i < each && number < lines; i++) {
          out.write(("line " + number++ + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      if (number < lines) {
        Files.move(file, folder.resolve("app.log." + ++rotation));
      }
    }
  }

  private static String text(WatchedRecord record) {
    return new String(record.original(), StandardCharsets.UTF_8);
  }
}
