package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpoolTest {
  private static final Instant T0 = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final SpoolSettings SMALL = new SpoolSettings(4 * 4096, 4096);

  @TempDir Path state;
  private final AtomicLong nanos = new AtomicLong();

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
  void givesUnacknowledgedRecordsAgainWithTheSameIdentity() throws Exception {
    List<Identity> before = new ArrayList<>();
    try (Spool spool = open(SMALL)) {
      for (int i = 0; i < 5; i++) {
        spool.put(line("s", "l" + i));
      }
      for (int i = 0; i < 4; i++) {
        before.add(taken(spool).identity());
      }
      spool.acknowledge(before.get(0));
      spool.acknowledge(before.get(1));
    }
    try (Spool spool = open(SMALL)) {
      assertThat(taken(spool).identity()).isEqualTo(before.get(2));
      assertThat(taken(spool).identity()).isEqualTo(before.get(3));
      assertThat(text(taken(spool))).isEqualTo("l4");
      spool.put(line("s", "l5"));
      assertThat(taken(spool).identity())
          .isEqualTo(new Identity(spool.agentId(), before.get(0).incarnation(), 6));
      assertThat(spool.status().pending()).isEqualTo(4);
    }
  }

  @Test
  void resumesEachStreamBehindItsLastSpooledRecord() throws Exception {
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "10"));
      spool.put(positioned("s", "b", "7"));
      spool.put(positioned("other", "a", "99"));
      spool.put(positioned("s", "a", "20"));
      spool.acknowledge(taken(spool).identity());
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "20", "b", "7"));
      assertThat(spool.positions("none")).isEmpty();
    }
  }

  @Test
  void freesAcknowledgedSegmentsAndKeepsPositionsWithoutThem() throws Exception {
    try (Spool spool = open(SMALL)) {
      for (int i = 0; i < 200; i++) {
        spool.put(positioned("s", "a", String.valueOf(i)));
        spool.acknowledge(taken(spool).identity());
      }
      assertThat(segments()).hasSizeLessThanOrEqualTo(2);
      assertThat(spool.status().pending()).isZero();
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "199"));
      assertThat(spool.take(Duration.ZERO)).isNull();
      spool.put(line("s", "next"));
      assertThat(taken(spool).identity().sequence()).isEqualTo(201);
    }
  }

  @Test
  void dropsATornTailAtEveryByteAndNeverGivesASequenceOutTwice() throws Exception {
    long oneRecord;
    long twoRecords;
    Path segment;
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      spool.flush();
      segment = segments().getFirst();
      oneRecord = Files.size(segment);
      spool.put(positioned("s", "a", "2"));
      spool.flush();
      twoRecords = Files.size(segment);
    }
    byte[] whole = Files.readAllBytes(segment);
    long incarnation = T0.toEpochMilli();
    for (int cut = (int) oneRecord; cut <= twoRecords; cut++) {
      for (Path old : segments()) {
        Files.delete(old);
      }
      Files.write(segment, java.util.Arrays.copyOf(whole, cut));
      try (Spool spool = open(SMALL)) {
        boolean torn = cut != oneRecord && cut != twoRecords;
        assertThat(spool.damages()).as("cut at %s", cut).isEqualTo(torn ? 1 : 0);
        assertThat(spool.positions("s").get("a")).isEqualTo(cut == twoRecords ? "2" : "1");
        assertThat(taken(spool).identity())
            .isEqualTo(new Identity(spool.agentId(), incarnation, 1));
        if (torn) {
          Spooled gap = taken(spool);
          assertThat(gap.entry().msgId()).isEqualTo(AgentFrame.MSGID_GAP);
          assertThat(gap.identity().incarnation()).isGreaterThan(incarnation);
        } else if (cut == twoRecords) {
          assertThat(taken(spool).identity().sequence()).isEqualTo(2);
        }
        spool.put(line("s", "more"));
        Identity more = taken(spool).identity();
        assertThat(more.incarnation() == incarnation).isEqualTo(!torn);
      }
    }
  }

  @Test
  void findsEveryFlippedBit() throws Exception {
    Path segment;
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      segment = segments().getFirst();
    }
    byte[] whole = Files.readAllBytes(segment);
    for (int i = 0; i < whole.length; i++) {
      for (Path old : allFiles()) {
        Files.delete(old);
      }
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x10;
      Files.write(segment, flipped);
      try (Spool spool = open(SMALL)) {
        assertThat(spool.damages()).as("byte %s", i).isEqualTo(1);
        assertThat(taken(spool).entry().msgId()).isEqualTo(AgentFrame.MSGID_GAP);
      }
    }
  }

  @Test
  void startsANewIncarnationWhenTheSegmentsAreGone() throws Exception {
    Identity before;
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      before = taken(spool).identity();
      spool.acknowledge(before);
    }
    for (Path segment : segments()) {
      Files.delete(segment);
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.agentId()).isEqualTo(before.agentId());
      assertThat(spool.damages()).isEqualTo(1);
      assertThat(taken(spool).identity().incarnation()).isGreaterThan(before.incarnation());
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "1"));
    }
  }

  @Test
  void sendsEverythingAgainWhenPositionsAreDamaged() throws Exception {
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      spool.acknowledge(taken(spool).identity());
    }
    Path positions = state.resolve("spool/positions");
    byte[] bytes = Files.readAllBytes(positions);
    bytes[20] ^= 1;
    Files.write(positions, bytes);
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "1"));
      assertThat(taken(spool).identity().sequence()).isEqualTo(1);
      assertThat(text(taken(spool))).contains("positions: damaged");
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
    Thread.currentThread().interrupt(); // closes the file under the next write
    assertThat(spool.offer(line("s", "third"))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(spool.status().pending()).isEqualTo(2);
    assertThatThrownBy(spool::close).isInstanceOf(IOException.class);
    try (Spool again = open(SMALL)) {
      assertThat(text(taken(again))).isEqualTo("first");
      assertThat(text(taken(again))).isEqualTo("second");
      assertThat(again.take(Duration.ZERO)).isNull();
    }
  }

  @Test
  void aDiskThatTakesNothingNowDoesNotEndWhoTakes() throws Exception {
    Spool spool = open(SMALL);
    spool.put(line("s", "first"));
    nanos.set(10_000_000);
    Thread.currentThread().interrupt(); // closes the file under the next write
    assertThat(spool.offer(line("s", "second"))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
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

  @Test
  void refusesADamagedAgentId() throws Exception {
    Files.writeString(state.resolve("agent.id"), "somebody");
    assertThatThrownBy(() -> open(SMALL)).hasMessageContaining("32 hexadecimal digits");
  }

  /** A folder that an agent before format 2 left: 100 sequences, of which 33 are evicted. */
  @Test
  void opensASpoolOfTheFirstFormat() throws Exception {
    try (FileSystem zip =
            FileSystems.newFileSystem(
                Path.of(requireNonNull(getClass().getResource("first-format.zip")).toURI()));
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = state.resolve(file.toString().substring(1));
        Files.createDirectories(requireNonNull(to.getParent()));
        Files.copy(file, to);
      }
    }
    List<String> texts = new ArrayList<>();
    Identity last;
    try (Spool spool = open(new SpoolSettings(16 * 4096, 4096))) {
      assertThat(spool.damages()).isZero();
      assertThat(spool.positions("auth")).isEqualTo(Map.of("/var/log/auth.log", "o=39"));
      assertThat(spool.status().pending()).isEqualTo(65);
      spool.put(positioned("auth", "/var/log/auth.log", "o=40"));
      last = new Identity(spool.agentId(), T0.toEpochMilli(), 5);
      for (int left = 65; left > 0; left--) {
        Spooled next = taken(spool);
        assertThat(next.identity().agentId()).isEqualTo(last.agentId());
        assertThat(next.identity().incarnation()).isEqualTo(T0.toEpochMilli());
        assertThat(next.identity().sequence()).isGreaterThan(last.sequence());
        last = next.identity();
        texts.add(text(next).replaceAll("[xy]{300}", ""));
        spool.acknowledge(last);
      }
      assertThat(last.sequence()).isEqualTo(100);
      Spooled added = taken(spool);
      assertThat(added.entry().position()).isEqualTo("o=40");
      assertThat(added.identity().incarnation()).isGreaterThan(T0.toEpochMilli());
      spool.acknowledge(added.identity());
    }
    assertThat(texts.subList(0, 7))
        .startsWith("sample 5 ", "sample 6 ")
        .endsWith(
            "source=sample from=2026-01-02T03:04:16.123456789Z to=2026-01-02T03:04:26.123456789Z"
                + " count=11 reason=spool-full");
    assertThat(texts.subList(25, 65))
        .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "日本語 \0 line " + i + " ").toList());
    try (Spool spool = open(SMALL)) {
      assertThat(spool.damages()).isZero();
      assertThat(spool.status().pending()).isZero();
      assertThat(spool.positions("auth")).isEqualTo(Map.of("/var/log/auth.log", "o=40"));
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

  /** Killed every few seconds it would else send everything again each time. */
  @Test
  void whatWasAcknowledgedLongBeforeAKillIsNotSentAgain() throws Exception {
    try (Spool spool = open(SMALL)) {
      for (int i = 1; i <= 15; i++) {
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        spool.put(line("s", "l" + i));
        spool.acknowledge(taken(spool).identity());
      }
      assertThat(Positions.read(state.resolve("spool")).orElseThrow().acknowledged())
          .as("in the file before the end")
          .isBetween(11L, 15L);
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

  private Spool open(SpoolSettings settings) throws IOException {
    return Spool.open(state, settings, () -> T0, nanos::get, new Random(1));
  }

  private static Spooled taken(Spool spool) throws IOException, InterruptedException {
    return requireNonNull(spool.take(Duration.ZERO), "nothing to take");
  }

  private static String text(Spooled spooled) {
    return new String(spooled.entry().message(), UTF_8);
  }

  private List<Path> segments() throws IOException {
    return allFiles().stream().filter(file -> file.toString().endsWith(".spool")).toList();
  }

  private List<Path> allFiles() throws IOException {
    try (var files = Files.list(state.resolve("spool"))) {
      return files.filter(file -> !file.endsWith("lock")).sorted().toList();
    }
  }

  private static SpoolEntry line(String source, String text) {
    return entry(source, "", "", text);
  }

  private static SpoolEntry positioned(String source, String stream, String position) {
    return entry(source, stream, position, "line at " + position);
  }

  private static SpoolEntry entry(String source, String stream, String position, String text) {
    return new SpoolEntry(
        source,
        stream,
        position,
        AgentFrame.MSGID_EVENT,
        AgentFrame.KIND_LINE,
        T0,
        1,
        5,
        "app",
        null,
        Map.of(),
        text.getBytes(UTF_8));
  }
}
