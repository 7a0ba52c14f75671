package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.RecoveryWorld.LATER;
import static org.hinomi.collector.record.RecoveryWorld.THAT_DAY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes to harm of a manifest's lines: each event is there once. */
class ManifestHarmTest {
  private static final Condition ALL = new Condition.All();

  @TempDir static Path shared;
  @TempDir Path dir;

  private static RecoveryWorld whole;
  private static List<Long> recorded;
  private static DuckDBConnection duckdb;

  @BeforeAll
  static void make() throws Exception {
    whole = RecoveryWorld.made(shared);
    recorded = whole.held();
    duckdb = PartSearch.connect();
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  @ParameterizedTest
  @EnumSource(LineHarm.class)
  void noHarmToALineCostsOrRepeatsAnEvent(LineHarm harm) throws Exception {
    assertThat(whole.lines()).hasSizeGreaterThan(8);
    for (int line = 0; line < whole.lines().size(); line++) {
      harmAndOpen(whole, recorded, harm, line, new Random(line), dir.resolve("line-" + line));
    }
  }

  private void harmAndOpen(
      RecoveryWorld whole, List<Long> before, LineHarm harm, int line, Random random, Path to)
      throws Exception {
    RecoveryWorld world = whole.copy(to);
    List<byte[]> lines = world.lines();
    boolean last = line == lines.size() - 1;
    harm.to(lines, line, random);
    world.write(lines);
    Set<String> contents = world.contents();
    // Where all from a line on is gone, the journal would give again what was disposed of.
    long journalFirst =
        harm == LineHarm.ALL_ZEROS_FROM_HERE || random.nextBoolean() ? world.end : 1;
    String what = harm + " of line " + (line + 1) + ", journal from " + journalFirst;
    if (random.nextInt(3) == 0) {
      crash(world, journalFirst, random, to.resolveSibling("crashed"));
    }
    survives(world, before, journalFirst, what);
    if (harm != LineHarm.DELETED || !last) {
      assertThat(world.contents()).as("deleted").containsAll(contents);
    }
  }

  /** Leaves what a crash between any two steps of a start leaves. */
  private void crash(RecoveryWorld world, long journalFirst, Random random, Path other)
      throws Exception {
    RecoveryWorld done = world.copy(other);
    done.openEvents(LATER, journalFirst).close();
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
    RecoveryWorld world = any(random);
    List<Long> before = world.held();
    for (LineHarm harm : LineHarm.values()) {
      int line = random.nextInt(world.lines().size());
      if (harm != LineHarm.DELETED || line < world.lines().size() - 1) { // nobody can see that one
        harmAndOpen(world, before, harm, line, random, dir.resolve(harm.toString()));
      }
    }
  }

  private RecoveryWorld any(Random random) throws Exception {
    RecoveryWorld world = new RecoveryWorld(dir.resolve("whole"));
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

  private static void survives(
      RecoveryWorld world, List<Long> before, long journalFirst, String what) throws Exception {
    survives(world, before, Set.of(), journalFirst, what);
  }

  /**
   * Starts it twice.
   *
   * @param harmed what may be missing then
   */
  private static void survives(
      RecoveryWorld world, List<Long> before, Set<Long> harmed, long journalFirst, String what)
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
    try (EventStore events = world.openEvents(LATER, journalFirst)) {
      assertThat(events.nextPosition()).as(what).isGreaterThanOrEqualTo(world.end);
      assertThat(RecoveryWorld.held(events, duckdb)).as(what).isEqualTo(held);
      assertThat(world.state()).as(what + ": a second start").isEqualTo(state);
      for (long each : held) {
        assertThat(events.fresh(new Identity("a-1", 7, each))).as(what + ": sent again").isFalse();
      }
    }
    assertThat(world.state()).as(what + ": its end").isEqualTo(state);
  }

  /** A part that comes to harm, too, takes nothing else with it. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 11})
  void noHarmToALineAndAPartCostsOrRepeatsAnotherEvent(int seed) throws Exception {
    Random random = new Random(seed);
    RecoveryWorld whole = any(random);
    List<Long> before = whole.held();
    for (LineHarm harm : LineHarm.values()) {
      RecoveryWorld world = whole.copy(dir.resolve(harm.toString()));
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
      long journalFirst =
          harm == LineHarm.ALL_ZEROS_FROM_HERE || random.nextBoolean() ? world.end : 1;
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
}
