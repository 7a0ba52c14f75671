package org.hinomi.agent.spool;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** An agent whose disk is full: what it frees, and what a stop meanwhile leaves. */
@Timeout(60)
class SpoolDiskFullIT extends SpoolFixture {
  private static final SpoolSettings LARGE = new SpoolSettings(64 << 20, 64 << 10);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void mountSmallDisk() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", state.toString()) == 0,
        "a small tmpfs cannot be mounted: run as root");
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void unmount() throws Exception {
    logger().detachAppender(log);
    run("umount", state.toString());
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Intake.class);
  }

  @Test
  void theNewestSegmentIsFreedTooWhereItAloneFilledTheDisk() throws Exception {
    SpoolSettings settings = new SpoolSettings(64 << 20, 16 << 20);
    int put = 0;
    try (Spool spool = open(settings)) {
      while (spool.tryPut(entry("s", "a", String.valueOf(put), "x".repeat(1000)))) {
        put++;
      }
      spool.put(entry("s", "a", String.valueOf(put++), "x".repeat(1000))); // stays in memory
      acknowledgeAll(spool);
      for (int i = 0; i < 500; i++) {
        String position = String.valueOf(put++);
        assertThat(spool.tryPut(entry("s", "a", position, "y".repeat(1000)))).isTrue();
      }
      assertThat(spool.status().dropped()).isZero();
    }
    try (Spool spool = open(settings)) {
      assertThat(spool.damages()).isZero();
      assertThat(spool.status().pending()).isEqualTo(501);
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", String.valueOf(put - 1)));
      assertThat(taken(spool).identity().sequence()).as("none twice").isEqualTo(put - 500);
    }
  }

  @Test
  void theNewestSegmentIsFreedByAStartToo() throws Exception {
    SpoolSettings settings = new SpoolSettings(64 << 20, 16 << 20);
    int put = 0;
    try (Spool spool = open(settings)) {
      spool.put(positioned("s", "a", "first"));
      acknowledgeAll(spool); // the file of positions is there from now on
    }
    try (Spool spool = open(settings)) {
      while (spool.tryPut(entry("s", "a", String.valueOf(put), "x".repeat(1000)))) {
        put++;
      }
      acknowledgeAll(spool);
    }
    try (Spool spool = open(settings)) { // and nobody has taken yet
      for (int i = 0; i < 500; i++) {
        assertThat(spool.tryPut(entry("s", "a", put + "." + i, "y".repeat(1000)))).isTrue();
      }
      assertThat(segments()).hasSize(1);
      assertThat(taken(spool).entry().position()).isEqualTo(put + ".0");
    }
  }

  /** The file of positions is new, and takes the room of a part of it. */
  @Test
  void ofAReserveForWhichThereIsNoRoomAPartIsKept() throws Exception {
    SpoolSettings settings = new SpoolSettings(64 << 20, 16 << 20);
    for (int round = 0; round < 2; round++) {
      try (Spool spool = open(settings)) {
        int put = 0;
        while (spool.tryPut(entry("s", "a", round + "." + put, "x".repeat(1000)))) {
          put++;
        }
        acknowledgeAll(spool);
        assertThat(round == 0 || spool.tryPut(entry("s", "a", "last", "x".repeat(1000)))).isTrue();
      }
    }
  }

  @Test
  void whatIsNotInTheSpoolIsReadAgainAndWhatWasDroppedIsLogged() throws Exception {
    Path filler = state.resolve("filler");
    Spool spool = open(LARGE);
    spool.put(positioned("s", "a", "0"));
    spool.put(positioned("s", "a", "1"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    spool.acknowledge(taken(spool).identity());
    Identity acknowledged = taken(spool).identity();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    spool.acknowledge(acknowledged); // and it is time to write that
    spool.put(positioned("s", "a", "2"));
    spool.flush();
    fill(filler);
    for (int i = 3; i < 13; i++) { // they wait in memory, and are more than the last page takes
      spool.put(entry("s", "a", String.valueOf(i), "x".repeat(1000)));
    }
    assertThat(spool.offer(line("sample", "lost"))).isFalse();
    assertThat(spool.offer(line("sample", "lost"))).isFalse();
    assertThatThrownBy(spool::close).isInstanceOf(IOException.class).hasMessageContaining("space");

    long dropped = spool.status().dropped();
    List<String> logged =
        log.list.stream().map(event -> String.valueOf(event.getKeyValuePairs())).toList();
    assertThat(logged).singleElement().asString().contains("source=sample", "reason=disk-error");
    Files.delete(filler);
    try (Spool again = open(LARGE)) {
      assertThat(again.damages()).isZero();
      assertThat(Positions.read(state.resolve("spool")).orElseThrow().acknowledged())
          .isEqualTo(acknowledged.sequence());
      List<String> found = new ArrayList<>();
      List<String> gaps = new ArrayList<>(logged);
      Spooled next;
      while ((next = again.take(Duration.ZERO)) != null) {
        if (next.entry().source().equals("s")) {
          found.add(text(next));
        } else if (next.entry().msgId().equals(AgentFrame.MSGID_GAP)) {
          gaps.add(text(next));
        }
      }
      assertThat(gaps.stream().mapToLong(SpoolDiskFullIT::count).sum()).isEqualTo(dropped);
      assertThat(found).containsExactly("line at 2");
      assertThat(again.positions("s")).isEqualTo(Map.of("a", "2"));
    }
  }

  @Test
  void aDiskThatTheSpoolItselfFilledIsFreedByWhatTheCollectorHas() throws Exception {
    for (int round = 0; round < 3; round++) { // also by an agent that was started meanwhile
      try (Spool spool = open(LARGE)) {
        assertThat(spool.damages()).isZero();
        int put = 0;
        while (spool.tryPut(entry("s", "a", round + "." + put, "x".repeat(1000)))) {
          put++;
        }
        assertThat(put).as("what half a disk takes").isGreaterThan(500);
        acknowledgeAll(spool);
        assertThat(segments()).as("the others are freed").hasSize(1);
        assertThat(state.resolve("spool/reserve")).as("kept for the next time").exists();
        assertThat(spool.tryPut(entry("s", "a", round + ".last", "room"))).isTrue();
        assertThat(spool.status().pending()).isEqualTo(1);
      }
      try (Spool spool = open(LARGE)) {
        assertThat(spool.positions("s")).isEqualTo(Map.of("a", round + ".last"));
        assertThat(text(taken(spool))).isEqualTo("room");
      }
    }
  }

  @Test
  void aSpoolThatFilledTheDiskAndIsNotWholeIsOpenedAndFreed() throws Exception {
    try (Spool spool = open(LARGE)) {
      int put = 0;
      while (spool.tryPut(entry("s", "a", String.valueOf(put), "x".repeat(1000)))) {
        put++;
      }
    }
    try (FileChannel last = FileChannel.open(segments().getLast(), WRITE)) {
      last.write(ByteBuffer.allocate(4), last.size() - 4);
    }
    try (Spool spool = open(LARGE)) {
      assertThat(spool.damages()).isPositive();
      acknowledgeAll(spool);
      assertThat(segments()).as("the others are freed").hasSize(1);
      assertThat(spool.tryPut(positioned("s", "a", "new"))).isTrue();
    }
  }

  @Test
  void aStopWritesHowFarTheCollectorHasAll() throws Exception {
    Spool spool = open(LARGE);
    spool.put(positioned("s", "a", "0"));
    Identity taken = taken(spool).identity();
    fill(state.resolve("filler"));
    spool.acknowledge(taken);
    spool.close();
    assertThat(Positions.read(state.resolve("spool")).orElseThrow().acknowledged())
        .isEqualTo(taken.sequence());
  }

  /** As who sends does. */
  private static void acknowledgeAll(Spool spool) throws Exception {
    Spooled next;
    while ((next = spool.take(Duration.ZERO)) != null) {
      try {
        spool.acknowledge(next.identity());
      } catch (IOException e) {
        // tried again with the next one
      }
    }
  }

  private static long count(String gap) {
    return Long.parseLong(gap.replaceAll(".* count=(\\d+) .*", "$1"));
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  out.write(new byte[512]);
                }
              })
          .hasMessageContaining("space");
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
