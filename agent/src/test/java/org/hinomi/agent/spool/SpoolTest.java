package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpoolTest extends SpoolFixture {

  @Test
  void givesBackWhatWasPutInOrderWithIdentity() throws Exception {
    SpoolEntry entry =
        new SpoolEntry(
            "auth",
            "/var/log/auth.log",
            "i=7 o=120",
            AgentFrame.MSGID_EVENT,
            AgentFrame.KIND_LINE,
            T0,
            4,
            6,
            null,
            "42",
            Map.of("path", "/var/log/auth.log"),
            "日本語 \0 line".getBytes(UTF_8));
    try (Spool spool = open(SMALL)) {
      spool.put(entry);
      spool.put(line("auth", "second"));

      Spooled first = taken(spool);
      assertThat(first.entry()).usingRecursiveComparison().isEqualTo(entry);
      assertThat(first.identity().agentId()).isEqualTo(spool.agentId()).matches("[0-9a-f]{32}");
      assertThat(first.identity().incarnation()).isEqualTo(T0.toEpochMilli());
      assertThat(first.identity().sequence()).isEqualTo(1);
      assertThat(taken(spool).identity().sequence()).isEqualTo(2);
      assertThat(spool.take(Duration.ZERO)).isNull();
    }
  }

  @Test
  void othersOnTheMachineDoNotReadWhatWaits() throws Exception {
    assumeTrue(
        state.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "no POSIX permissions here");
    Path made = state.resolve("made");
    try (Spool spool = Spool.open(made, SMALL, () -> T0, nanos::get, new Random(1))) {
      spool.put(line("auth", "a secret"));
      for (Path folder : List.of(made, made.resolve("spool"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
            .isEqualTo("rwx------");
      }
    }
  }

  @Test
  void dropsSamplesWhenFullAndReportsTheGapWhenThereIsRoom() throws Exception {
    try (Spool spool = open(SMALL)) {
      int taken = 0;
      while (spool.offer(line("sample", "x".repeat(500)))) {
        taken++;
      }
      assertThat(spool.offer(line("sample", "y".repeat(500)))).isFalse();
      assertThat(spool.status().bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
      assertThat(spool.status().dropped()).isEqualTo(2);
      for (int i = 0; i < taken; i++) {
        spool.acknowledge(taken(spool).identity());
      }
      assertThat(spool.offer(line("sample", "again"))).isTrue();
      Spooled gap = taken(spool);
      assertThat(gap.entry().msgId()).isEqualTo(AgentFrame.MSGID_GAP);
      assertThat(gap.entry().kind()).isEqualTo(AgentFrame.KIND_AGENT);
      assertThat(text(gap))
          .isEqualTo("source=sample from=" + T0 + " to=" + T0 + " count=2 reason=spool-full");
      assertThat(text(taken(spool))).isEqualTo("again");
    }
  }

  @Test
  void makesASourceWaitWhenFull() throws Exception {
    try (Spool spool = open(SMALL)) {
      while (spool.offer(line("s", "x".repeat(500)))) {}
      CountDownLatch done = new CountDownLatch(1);
      Thread source =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      spool.put(line("s", "waited"));
                      done.countDown();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      String last = "";
      while (!last.equals("waited")) {
        Spooled next = requireNonNull(spool.take(Duration.ofSeconds(10)));
        last = text(next);
        spool.acknowledge(next.identity());
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
      source.join();
      assertThat(spool.status().waits()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void doesNotKeepWhatItRefusesWhenASyncIsDue() throws Exception {
    Spool spool = open(SMALL);
    spool.put(line("s", "first"));
    nanos.set(999_000_000);
    spool.put(line("s", "second"));
    nanos.set(1_001_000_000);
    breakDisk();
    assertThat(spool.offer(line("s", "third"))).isFalse();
    endBreakingDisk();
    assertThat(spool.status().pending()).isEqualTo(2);
    assertThatThrownBy(spool::close).isInstanceOf(IOException.class);
    try (Spool again = open(SMALL)) {
      assertThat(text(taken(again))).isEqualTo("first");
      assertThat(text(taken(again))).isEqualTo("second");
      assertThat(again.take(Duration.ZERO)).isNull();
    }
  }

  @Test
  void doesNotReportAsDroppedWhatIsInTheFileAndCouldNotBeSynced() throws Exception {
    Spool spool = open(SMALL);
    assertThat(spool.offer(line("sample", "first"))).isTrue();
    nanos.set(1_001_000_000);
    Path segment = segments().getFirst();
    long before = Files.size(segment);
    inside =
        () -> {
          if (segment.toFile().length() > before) {
            Thread.currentThread().interrupt(); // it is written, and the sync is to come
          }
        };
    spool.offer(line("sample", "second"));
    endBreakingDisk();
    long dropped = spool.status().dropped();
    assertThatThrownBy(() -> spool.offer(line("sample", "third")))
        .hasMessageContaining("restart the agent");
    spool.close();
    try (Spool again = open(SMALL)) {
      assertThat(text(taken(again))).isEqualTo("first");
      assertThat(text(taken(again))).isEqualTo("second");
      assertThat(again.take(Duration.ZERO)).isNull();
      assertThat(dropped).isZero();
    }
  }

  @Test
  void aDiskThatTakesNothingNowDoesNotEndWhoTakes() throws Exception {
    Spool spool = open(SMALL);
    spool.put(line("s", "first"));
    nanos.set(10_000_000);
    breakDisk();
    assertThat(spool.offer(line("s", "second"))).isFalse();
    endBreakingDisk();
    assertThat(spool.take(Duration.ZERO)).isNull();
    assertThat(spool.status().pending()).isEqualTo(1);
    assertThatThrownBy(spool::close).isInstanceOf(IOException.class);
  }

  @Test
  void positionsThatCannotBeWrittenAreWrittenLater() throws Exception {
    Path positions = state.resolve("spool").resolve(Positions.FILE);
    Identity first;
    try (Spool spool = open(SMALL)) {
      spool.put(line("s", "first"));
      first = taken(spool).identity();
      Path inTheWay = Files.createDirectories(positions.resolve("in-the-way"));
      spool.acknowledge(first);
      assertThat(spool.take(Duration.ZERO)).isNull();
      Files.delete(inTheWay);
      Files.delete(positions);
      assertThat(spool.take(Duration.ZERO)).isNull();
    }
    assertThat(Positions.read(requireNonNull(positions.getParent())).orElseThrow().acknowledged())
        .isEqualTo(first.sequence());
  }

  @Test
  void aSegmentThatCannotBeDeletedIsCountedUntilItIs() throws Exception {
    try (Spool spool = open(SMALL)) {
      int put = 0;
      while (segments().size() < 4) {
        spool.put(line("s", "x".repeat(500)));
        put++;
      }
      List<Identity> taken = new ArrayList<>();
      for (int i = 0; i < put; i++) {
        taken.add(taken(spool).identity());
      }
      Path second = segments().get(1);
      Files.delete(second);
      Path inTheWay = Files.createDirectories(second.resolve("in-the-way"));
      long before = spool.status().bytes();
      int failures = 0;
      for (Identity identity : taken) {
        try {
          spool.acknowledge(identity);
        } catch (IOException e) {
          failures++;
        }
      }
      assertThat(failures).isPositive();
      assertThat(spool.status().bytes()).as("the first is gone").isLessThan(before - 4096);
      Files.delete(inTheWay);
      spool.put(line("s", "last"));
      spool.acknowledge(taken(spool).identity());
      assertThat(segments()).hasSize(1);
      assertThat(spool.status().bytes()).isEqualTo(Files.size(segments().getFirst()));
    }
  }

  @Test
  void refusesASecondAgentInTheSameFolder() throws Exception {
    try (Spool spool = open(SMALL)) {
      assertThat(spool.status().pending()).isZero();
      assertThatThrownBy(() -> open(SMALL)).hasMessageContaining("another agent");
    }
  }

  @Test
  void refusesAnAcknowledgementOutOfOrder() throws Exception {
    try (Spool spool = open(SMALL)) {
      spool.put(line("s", "1"));
      spool.put(line("s", "2"));
      taken(spool);
      Identity second = taken(spool).identity();
      assertThatThrownBy(() -> spool.acknowledge(second)).isInstanceOf(IllegalStateException.class);
    }
  }

  /** What lies in memory is given out from there, what does not is read; nobody can tell. */
  @Test
  void givesOutWhatManySourcesPutInEveryMixtureOfBlocks() throws Exception {
    Random random = new Random(7);
    List<SpoolEntry> put = new ArrayList<>();
    List<Spooled> taken = new ArrayList<>();
    SpoolSettings settings = new SpoolSettings(64 << 20, 64 << 10);
    for (int life = 0; life < 5; life++) {
      try (Spool spool = open(settings)) {
        for (int step = 0; step < 400; step++) {
          switch (random.nextInt(10)) {
            case 0 -> spool.flush();
            case 1, 2, 3 -> {
              for (int i = random.nextInt(12); i > 0; i--) {
                Spooled next = spool.take(Duration.ZERO);
                if (next != null) {
                  taken.add(next);
                  spool.acknowledge(next.identity());
                }
              }
            }
            default -> {
              for (int i = random.nextInt(12); i > 0; i--) {
                SpoolEntry entry = any(random, put.size());
                put.add(entry);
                if (random.nextInt(3) == 0) {
                  assertThat(spool.tryPut(entry)).isTrue();
                } else {
                  spool.put(entry);
                }
              }
            }
          }
          nanos.addAndGet(random.nextInt(50_000_000));
        }
        assertThat(spool.damages()).isZero();
      }
    }
    try (Spool spool = open(settings)) {
      Spooled next;
      while ((next = spool.take(Duration.ZERO)) != null) {
        taken.add(next);
        spool.acknowledge(next.identity());
      }
      assertThat(spool.status().pending()).isZero();
      Map<String, String> last = new HashMap<>();
      for (SpoolEntry entry : put) {
        if (entry.source().equals("s1") && !entry.position().isEmpty()) {
          last.put(entry.stream(), entry.position());
        }
      }
      assertThat(spool.positions("s1")).isEqualTo(last);
    }
    assertThat(taken).hasSameSizeAs(put);
    for (int i = 0; i < put.size(); i++) {
      assertThat(taken.get(i).identity().sequence()).isEqualTo(i + 1);
      assertThat(taken.get(i).entry())
          .usingRecursiveComparison()
          .ignoringFields("position")
          .isEqualTo(put.get(i));
      assertThat(taken.get(i).entry().position()).isIn("", put.get(i).position());
    }
  }

  @Test
  void oneSyncDoesForManyThatFollowEachOther() throws Exception {
    Duration together = Duration.ofMillis(100);
    try (Spool spool = open(new SpoolSettings(4 << 20, 1 << 20, Duration.ofDays(1), together))) {
      spool.put(line("s", "first"));
      assertThat(text(taken(spool))).as("after a rest at once").isEqualTo("first");
      nanos.addAndGet(Duration.ofMillis(20).toNanos());
      spool.put(line("s", "second"));
      assertThat(spool.take(Duration.ZERO)).as("it waits for more").isNull();
      spool.put(line("s", "third"));
      nanos.addAndGet(Duration.ofMillis(80).toNanos());
      assertThat(text(taken(spool))).isEqualTo("second");
      assertThat(text(requireNonNull(spool.atHand()))).isEqualTo("third");
      assertThat(spool.atHand()).isNull();
      spool.put(line("s", "x".repeat((int) SpoolSettings.MANY_BYTES)));
      assertThat(text(taken(spool))).as("much does not wait").startsWith("xxx");
    }
  }

  private static SpoolEntry any(Random random, int number) {
    String stream = "stream" + random.nextInt(3);
    return new SpoolEntry(
        "s" + random.nextInt(3),
        stream,
        random.nextInt(4) == 0 ? "" : "p" + number,
        random.nextInt(5) == 0 ? AgentFrame.MSGID_SAMPLE : AgentFrame.MSGID_EVENT,
        AgentFrame.KIND_LINE,
        T0.plusNanos(number),
        random.nextInt(24),
        random.nextInt(8),
        random.nextBoolean() ? "app" + random.nextInt(2) : null,
        random.nextBoolean() ? String.valueOf(random.nextInt(20)) : null,
        random.nextBoolean() ? Map.of() : Map.of("path", stream, "n", "日本語"),
        ("text " + number + "x".repeat(random.nextInt(random.nextInt(50) == 0 ? 70_000 : 300)))
            .getBytes(UTF_8));
  }
}
