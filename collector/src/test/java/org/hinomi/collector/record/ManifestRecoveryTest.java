package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.TestRecords.positions;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a history of whose manifest lines are not what was written. */
class ManifestRecoveryTest {
  private static final Condition ALL = new Condition.All();
  private static final HotSettings SMALL =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 10);
  private static final Instant THAT_DAY = Instant.parse("2026-11-23T01:00:00Z");
  private static final Instant LATER = Instant.parse("2027-02-01T01:00:00Z");

  @TempDir Path dir;

  /** How a line comes to harm. */
  enum Harm {
    FLIPPED {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        byte[] bytes = lines.get(line);
        bytes[random.nextInt(bytes.length - 66)] ^= (byte) (1 << random.nextInt(5));
      }
    },
    HASH {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        byte[] bytes = lines.get(line);
        bytes[bytes.length - 2 - random.nextInt(64)] ^= 1;
      }
    },
    CUT {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        byte[] bytes = lines.get(line);
        byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length - 1) + 1);
        cut[cut.length - 1] = '\n';
        lines.set(line, cut);
      }
    },
    WITHOUT_ITS_END {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        byte[] bytes = lines.get(line);
        lines.set(line, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      }
    },
    DELETED {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        lines.remove(line);
      }
    },
    EDITED {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        String text = new String(lines.get(line), StandardCharsets.UTF_8);
        lines.set(
            line,
            text.replaceFirst("\"nextPosition\":", "\"nextPosition\":1")
                .replaceFirst("\"rows\":", "\"rows\":1")
                .getBytes(StandardCharsets.UTF_8));
      }
    },
    ZEROS {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        lines.set(line, new byte[lines.get(line).length]);
      }
    },
    ALL_ZEROS_FROM_HERE {
      @Override
      void to(List<byte[]> lines, int line, Random random) {
        for (int i = line; i < lines.size(); i++) {
          lines.set(i, new byte[lines.get(i).length]);
        }
      }
    };

    abstract void to(List<byte[]> lines, int line, Random random);
  }

  /** A history and what it holds. */
  private final class World {
    final Path data;
    final Map<Long, Identity> sent = new TreeMap<>();
    long end = 1;

    World(Path data) {
      this.data = data;
    }

    Path history() {
      return data.resolve("history");
    }

    HotIndex open(Instant now, long journalFirst) throws IOException {
      JournalEnds ends =
          new JournalEnds() {
            @Override
            public long next() {
              return end;
            }

            @Override
            public long first() {
              return journalFirst;
            }
          };
      return new HotIndex(data, SMALL, InstantSource.fixed(now), new PrometheusRegistry(), ends);
    }

    /** Of each three events one is kept in another class. */
    Decoded event(long position) {
      return TestRecords.event(
          position,
          "fs01",
          "message " + position,
          "<34>1 - fs01 su - - - message " + position,
          sent.computeIfAbsent(position, at -> new Identity("a-1", 7, at)),
          Map.of(Fields.RETENTION_CLASS, position % 3 == 0 ? "b" : "a"));
    }

    void record(HotIndex index, int events) throws IOException {
      List<Decoded> batch = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        batch.add(event(end + i));
      }
      end += events;
      index.accept(batch, end);
    }

    /** Gives what the journal has from where the history ends. */
    void replay(HotIndex index) throws IOException {
      List<Decoded> batch = new ArrayList<>();
      for (long position = index.nextPosition(); position < end; position++) {
        batch.add(event(position));
      }
      if (!batch.isEmpty()) {
        index.accept(batch, end);
      }
    }

    List<byte[]> lines() throws IOException {
      byte[] all = Files.readAllBytes(Manifest.path(history()));
      List<byte[]> lines = new ArrayList<>();
      int start = 0;
      for (int i = 0; i < all.length; i++) {
        if (all[i] == '\n') {
          lines.add(Arrays.copyOfRange(all, start, i + 1));
          start = i + 1;
        }
      }
      return lines;
    }

    void write(List<byte[]> lines) throws IOException {
      int length = lines.stream().mapToInt(line -> line.length).sum();
      byte[] all = new byte[length];
      int at = 0;
      for (byte[] line : lines) {
        System.arraycopy(line, 0, all, at, line.length);
        at += line.length;
      }
      Files.write(Manifest.path(history()), all);
    }

    List<Long> held(HotIndex index) throws IOException {
      return positions(index.history(), ALL);
    }

    /** The row groups of all parts, under whatever name: joining copies them as they are. */
    Set<String> contents() throws IOException {
      Set<String> hashes = new TreeSet<>();
      for (Path file : files()) {
        if (file.toString().contains(".parquet")) {
          hashes.addAll(RowGroupHashes.of(file));
        }
      }
      return hashes;
    }

    List<Path> files() throws IOException {
      try (Stream<Path> all = Files.walk(history())) {
        return all.filter(Files::isRegularFile)
            .filter(file -> !file.getFileName().toString().startsWith("hot.duckdb"))
            .sorted()
            .toList();
      }
    }

    Map<String, String> state() throws IOException {
      Map<String, String> state = new TreeMap<>();
      for (Path file : files()) {
        state.put(history().relativize(file).toString(), PartFiles.sha256(file));
      }
      return state;
    }
  }

  /** Six batches of two classes, some joined, some moved, one disposed of, two holds. */
  private World world(Path data) throws Exception {
    World world = new World(data);
    try (HotIndex index = world.open(THAT_DAY, 1)) {
      world.record(index, 12);
      world.record(index, 12);
    }
    try (HotIndex index = world.open(LATER, 1)) {
      world.record(index, 12);
      index.steps().hold("hold-1", "\"message 5\"", "taro", "case 7");
      index.steps().move("b", "c", "taro", "case 7", part -> true);
      world.record(index, 12);
    }
    try (HotIndex index = world.open(THAT_DAY, 1)) {
      index.steps().dispose("a", "time over", "policy", List::copyOf);
      world.record(index, 12);
      index.steps().hold("hold-2", "\"message 9\"", "taro", "case 8");
      world.record(index, 12);
    }
    return world;
  }

  private World copy(World of, Path to) throws IOException {
    World copy = new World(to);
    copy.sent.putAll(of.sent);
    copy.end = of.end;
    try (Stream<Path> files = Files.walk(of.data)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(of.data.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return copy;
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void noHarmToALineCostsOrRepeatsAnEvent(Harm harm) throws Exception {
    World whole = world(dir.resolve("whole"));
    assertThat(whole.lines()).hasSizeGreaterThan(8);
    for (int line = 0; line < whole.lines().size(); line++) {
      harmAndOpen(whole, harm, line, new Random(line), dir.resolve("line-" + line));
    }
  }

  private void harmAndOpen(World whole, Harm harm, int line, Random random, Path to)
      throws Exception {
    List<Long> before;
    try (HotIndex index = whole.open(THAT_DAY, 1)) {
      before = whole.held(index);
    }
    World world = copy(whole, to);
    List<byte[]> lines = world.lines();
    boolean last = line == lines.size() - 1;
    harm.to(lines, line, random);
    world.write(lines);
    Set<String> contents = world.contents();
    // Where all from a line on is gone, the journal would give again what was disposed of.
    long journalFirst = harm == Harm.ALL_ZEROS_FROM_HERE || random.nextBoolean() ? world.end : 1;
    String what = harm + " of line " + (line + 1) + ", journal from " + journalFirst;
    if (random.nextInt(3) == 0) {
      crash(world, journalFirst, random, to.resolveSibling("crashed"));
    }
    survives(world, before, journalFirst, what);
    if (harm != Harm.DELETED || !last) {
      assertThat(world.contents()).as("deleted").containsAll(contents);
    }
  }

  /** Leaves what a crash between any two steps of a start leaves. */
  private void crash(World world, long journalFirst, Random random, Path other) throws Exception {
    World done = copy(world, other);
    done.open(LATER, journalFirst).close();
    List<String> renamed = new ArrayList<>();
    for (String name : done.state().keySet()) {
      if (name.contains(".parquet.damaged-")) {
        renamed.add(name);
      }
    }
    byte[] before = Files.readAllBytes(Manifest.path(world.history()));
    byte[] after = Files.readAllBytes(Manifest.path(done.history()));
    int step = random.nextInt(renamed.size() + 3);
    if (step > 0) {
      for (Path kept : Manifest.setAside(done.history())) {
        Files.copy(kept, world.history().resolve(kept.getFileName()));
      }
    }
    for (String name : renamed.subList(0, Math.min(renamed.size(), Math.max(0, step - 1)))) {
      Files.move(
          world.history().resolve(name.replaceFirst("\\.damaged-.*", "")),
          world.history().resolve(name));
    }
    if (step == renamed.size() + 2 && after.length > before.length) {
      int length = before.length + random.nextInt(after.length - before.length);
      Files.write(Manifest.path(world.history()), Arrays.copyOf(after, length));
    }
    try (Stream<Path> files = Files.walk(other)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Histories as chance makes them, each with a line that comes to harm. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void noHarmToALineOfAnyHistoryCostsOrRepeatsAnEvent(int seed) throws Exception {
    Random random = new Random(seed);
    World world = any(random);
    for (Harm harm : Harm.values()) {
      int line = random.nextInt(world.lines().size());
      if (harm != Harm.DELETED || line < world.lines().size() - 1) { // nobody can see that one
        harmAndOpen(world, harm, line, random, dir.resolve(harm.toString()));
      }
    }
  }

  private World any(Random random) throws Exception {
    World world = new World(dir.resolve("whole"));
    int holds = 0;
    for (int session = 0; session < 3; session++) {
      try (HotIndex index = world.open(random.nextBoolean() ? THAT_DAY : LATER, 1)) {
        for (int step = 0; step < 5; step++) {
          PartSteps.Choice some =
              parts -> parts.stream().filter(part -> random.nextInt(3) == 0).toList();
          switch (random.nextInt(8)) {
            case 0 ->
                index.steps().dispose(random.nextBoolean() ? "a" : "b", "time over", "t", some);
            case 1 -> index.steps().move("b", "c", "t", "case", part -> random.nextBoolean());
            case 2 -> index.steps().hold("hold-" + ++holds, "\"message 5\"", "t", "case");
            case 3 -> {
              if (holds > 0) {
                index.steps().release("hold-" + holds, "t", "over");
              }
            }
            default -> world.record(index, 10 + random.nextInt(20));
          }
        }
      }
    }
    return world;
  }

  private static void survives(World world, List<Long> before, long journalFirst, String what)
      throws Exception {
    survives(world, before, Set.of(), journalFirst, what);
  }

  /**
   * Starts it three times.
   *
   * @param harmed what may be missing then
   */
  private static void survives(
      World world, List<Long> before, Set<Long> harmed, long journalFirst, String what)
      throws Exception {
    List<Long> held;
    try (HotIndex index = world.open(LATER, journalFirst)) {
      world.replay(index);
      held = world.held(index);
    }
    List<Long> expected = new ArrayList<>(before);
    expected.removeIf(position -> harmed.contains(position) && !held.contains(position));
    if (harmed.isEmpty()) {
      assertThat(held).as(what).isEqualTo(expected);
    } else { // a part is damaged, too: what a lost line disposed of, nobody can tell then
      assertThat(held).as(what).doesNotHaveDuplicates().containsAll(expected);
    }
    Map<String, String> state = world.state();
    try (HotIndex index = world.open(LATER, journalFirst)) {
      assertThat(index.nextPosition()).as(what).isGreaterThanOrEqualTo(world.end);
      assertThat(world.held(index)).as(what).isEqualTo(held);
    }
    assertThat(world.state()).as(what + ": a second start").isEqualTo(state);
    try (HotIndex index = world.open(LATER, journalFirst)) {
      // An agent that sends again what is there adds nothing.
      List<Decoded> again = new ArrayList<>();
      long position = world.end;
      for (long each : held) {
        again.add(
            TestRecords.event(
                position++,
                "fs01",
                "again",
                "again",
                new Identity("a-1", 7, each),
                Map.of(Fields.RETENTION_CLASS, "a")));
      }
      index.accept(again, position);
      assertThat(world.held(index)).as(what + ": sent again").isEqualTo(held);
    }
  }

  /** A part that comes to harm, too, takes nothing else with it. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 11})
  void noHarmToALineAndAPartCostsOrRepeatsAnotherEvent(int seed) throws Exception {
    Random random = new Random(seed);
    World whole = any(random);
    List<Long> before;
    try (HotIndex index = whole.open(THAT_DAY, 1)) {
      before = whole.held(index);
    }
    for (Harm harm : Harm.values()) {
      World world = copy(whole, dir.resolve(harm.toString()));
      List<Part> parts =
          List.copyOf(Catalog.of(Manifest.read(world.history()).entries()).parts().values());
      Part part = parts.get(random.nextInt(parts.size()));
      Set<Long> positions = new TreeSet<>();
      try (PartSearch search = new PartSearch(world.history())) {
        search.events(
            part, ALL, event -> positions.add((Long) event.fields().get("journal.position")));
      }
      Path file = world.history().resolve(part.file());
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
      List<byte[]> lines = world.lines();
      int line = random.nextInt(lines.size() - 1);
      harm.to(lines, line, random);
      world.write(lines);
      long journalFirst = harm == Harm.ALL_ZEROS_FROM_HERE || random.nextBoolean() ? world.end : 1;
      survives(
          world,
          before,
          positions,
          journalFirst,
          harm
              + " of line "
              + (line + 1)
              + " and "
              + part.file()
              + ", journal from "
              + journalFirst);
    }
  }

  @Test
  void aStoppedHistoryShowsTheSameAndChangesNothing() throws Exception {
    World whole = world(dir.resolve("whole"));
    List<Long> before;
    try (HotIndex index = whole.open(THAT_DAY, 1)) {
      before = whole.held(index);
    }
    for (int line = 0; line < whole.lines().size(); line++) {
      World world = copy(whole, dir.resolve("line-" + line));
      List<byte[]> lines = world.lines();
      Harm.FLIPPED.to(lines, line, new Random(line));
      world.write(lines);
      Map<String, String> state = world.state();
      try (StoppedHistory history = new StoppedHistory(world.data, HotSettings.DEFAULT)) {
        assertThat(positions(history.history(), ALL)).as("line " + line).isEqualTo(before);
      }
      assertThat(world.state()).isEqualTo(state);
    }
  }

  @Test
  void aPartThatIsNotWholeIsNotTakenIn() throws Exception {
    World world = world(dir);
    List<byte[]> lines = world.lines();
    ManifestEntry last = Manifest.read(world.history()).entries().getLast();
    Path part = world.history().resolve(last.added().getFirst().file());
    byte[] bytes = Files.readAllBytes(part);
    bytes[200] ^= 1;
    Files.write(part, bytes);
    Harm.FLIPPED.to(lines, lines.size() - 1, new Random(1));
    world.write(lines);
    try (HotIndex index = world.open(LATER, Long.MAX_VALUE)) {
      assertThat(world.held(index)).doesNotContain(last.added().getFirst().firstPosition());
    }
    assertThat(part).doesNotExist();
    assertThat(Manifest.read(world.history()).entries().getLast().recovered())
        .extracting(ManifestEntry.Recovery::aside)
        .isEqualTo(List.of(last.added().getFirst().file()));
  }

  @Test
  void aHoldInALineThatIsLostHoldsEverythingUntilItIsReleased() throws Exception {
    World world = world(dir);
    List<byte[]> lines = world.lines();
    int held =
        lines.indexOf(
            lines.stream()
                .filter(line -> new String(line, StandardCharsets.UTF_8).contains("hold-2"))
                .findFirst()
                .orElseThrow());
    Harm.ZEROS.to(lines, held, new Random(1));
    world.write(lines);
    world.open(LATER, 1).close();
    ManifestEntry last = Manifest.read(world.history()).entries().getLast();
    assertThat(last.held()).isNotNull();
    assertThat(last.held()).extracting("id", "query").containsExactly("hold-2", "*:*");
    assertThat(ManifestLines.read(world.history()).freeHold()).isEqualTo("hold-3");
    assertThat(Manifest.setAside(world.history())).hasSize(1);
  }

  @Test
  void aHashThatIsDamagedAloneLosesNothing() throws Exception {
    World world = world(dir);
    List<byte[]> lines = world.lines();
    Harm.HASH.to(lines, 2, new Random(1));
    world.write(lines);
    world.open(LATER, 1).close();
    ManifestEntry last = Manifest.read(world.history()).entries().getLast();
    assertThat(last.recovered()).isNotNull();
    assertThat(last.held()).isNull();
    assertThat(last.added()).isEmpty();
    assertThat(last.removed()).isEmpty();
  }
}
