package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.RecoveryWorld.LATER;
import static org.hinomi.collector.record.RecoveryWorld.THAT_DAY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step of the history ends at any byte of its line and between any two of its files. Also where
 * files that it takes out are gone although its line is not whole: a disk may lose what it said it
 * had.
 */
class ManifestCrashTest {
  @TempDir Path dir;

  private RecoveryWorld before;
  private RecoveryWorld after;
  private DuckDBConnection duckdb;

  /** The line of the step. */
  private byte[] line = new byte[0];

  private List<Part> listed = List.of();

  /** What a start goes by in the crashes so far: one that finds the same is made now and then. */
  private final Set<List<Object>> seen = new HashSet<>();

  private int crashes;

  @BeforeEach
  void make() throws Exception {
    duckdb = PartSearch.connect();
    after = new RecoveryWorld(dir.resolve("after"));
    before = after;
    Files.createDirectories(after.history());
    for (int part = 0; part < 2; part++) {
      try (EventStore events = after.openEvents(THAT_DAY, 1)) {
        after.record(events, 12);
      }
    }
  }

  @AfterEach
  void close() throws SQLException {
    duckdb.close();
  }

  private interface Step {
    void take(EventStore events) throws Exception;
  }

  private void step(Step step) throws Exception {
    before = after.copy(dir.resolve("before"));
    try (EventStore events = after.openEvents(THAT_DAY, 1)) {
      step.take(events);
    }
    byte[] all = Files.readAllBytes(Manifest.path(after.history()));
    line = Arrays.copyOfRange(all, (int) Files.size(Manifest.path(before.history())), all.length);
    listed = List.copyOf(Catalog.of(Manifest.read(before.history()).entries()).parts().values());
  }

  @Test
  void aSealThatEndsAnywhereLosesAndDoublesNothing() throws Exception {
    step(events -> after.record(events, 12));
    List<String> made = names(after, before);
    assertThat(made).hasSize(2);
    for (int files = 0; files <= 2; files++) {
      survives(0, made.subList(files, 2), before.end, all());
    }
    for (int length = 0; length <= line.length; length++) {
      survives(length, List.of(), before.end, all());
      survives(length, List.of(), after.end, all()); // freed, and only then its line went
    }
  }

  @Test
  void aJoinThatEndsAnywhereLosesAndDoublesNothing() throws Exception {
    step(events -> events.change((parts, files, next) -> join(parts, files, next)));
    List<String> joined = names(after, before);
    List<String> small = names(before, after);
    assertThat(joined).hasSize(1);
    assertThat(small).hasSize(2);
    survives(0, joined, 1, all());
    for (int length = 0; length <= line.length; length++) {
      for (List<String> deleted : subsets(small)) {
        survives(length, deleted, 1, all());
      }
      survives(length, small, after.end, all());
    }
  }

  private static List<List<String>> subsets(List<String> two) {
    return List.of(List.of(), two.subList(0, 1), two.subList(1, 2), two);
  }

  /** As {@link EventStore} does it. */
  private static Optional<ManifestEntry> join(List<Part> parts, PartFiles files, long next)
      throws IOException {
    List<Part> small = parts.stream().filter(part -> part.retentionClass().equals("a")).toList();
    Part joined = files.join(small);
    List<String> removed = small.stream().map(Part::file).toList();
    return Optional.of(new ManifestEntry(List.of(joined), removed, next, List.of(), false));
  }

  @Test
  void whatADisposalTookDoesNotComeBackWhereverItEnds() throws Exception {
    TreeMap<String, Set<Long>> positions = new TreeMap<>();
    step(
        events ->
            new PartSteps(events, InstantSource.fixed(THAT_DAY))
                .dispose("a", "time over", "policy", List::copyOf));
    List<String> gone = names(before, after);
    assertThat(gone).hasSize(2);
    for (String file : gone) {
      positions.put(file, positions(before.history().resolve(file)));
    }
    survives(0, List.of(), 1, all());
    int whole = line.length;
    for (int length = 1; length <= whole; length++) {
      for (List<String> deleted : subsets(gone)) {
        // Where only its line feed is missing, the line that a start appends gives it that.
        boolean done = length == whole || (length == whole - 1 && !deleted.isEmpty());
        Set<Long> expected = all();
        for (String file : done ? gone : deleted) {
          expected.removeAll(positions.getOrDefault(file, Set.of()));
        }
        survives(length, deleted, 1, expected);
        if (deleted.equals(gone)) {
          survives(length, deleted, after.end, expected);
        }
      }
    }
  }

  @Test
  void aDamagedPartThatIsTakenBackComesAgainWhereverThatEnds() throws Exception {
    Path part = after.history().resolve(names(after, new RecoveryWorld(dir)).get(1));
    Files.write(part, Arrays.copyOf(Files.readAllBytes(part), 200));
    step(events -> {});
    List<String> removed = names(before, after);
    assertThat(removed).hasSize(2);
    for (int length = 0; length <= line.length; length++) {
      survives(length, List.of(after.history().relativize(part).toString()), 1, all());
    }
  }

  private Set<Long> all() {
    Set<Long> all = new TreeSet<>();
    for (long position = 1; position < after.end; position++) {
      all.add(position);
    }
    return all;
  }

  private Set<Long> positions(Path part) throws Exception {
    Set<Long> positions = new TreeSet<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT position FROM " + EventView.read(List.of(part)))) {
      while (row.next()) {
        positions.add(row.getLong(1));
      }
    }
    return positions;
  }

  /** The parts of one that the other has not. */
  private static List<String> names(RecoveryWorld of, RecoveryWorld without) throws IOException {
    List<String> names =
        new ArrayList<>(PartFiles.names(of.history(), PartFiles.folder(of.history())));
    names.removeAll(PartFiles.names(without.history(), PartFiles.folder(without.history())));
    return names;
  }

  private void survives(int length, List<String> without, long journalFirst, Set<Long> expected)
      throws Exception {
    String what = length + " bytes, without " + without + ", journal from " + journalFirst;
    String rest = new String(line, 0, length, StandardCharsets.UTF_8);
    List<Boolean> taken = new ArrayList<>();
    for (Part part : listed) {
      taken.add(ManifestRecovery.mayTakeOut(rest, part));
    }
    boolean made =
        seen.add(
            List.of(
                without,
                journalFirst,
                taken,
                ManifestRecovery.noHold(rest),
                length == 0 ? 0 : Math.max(1, length - line.length + 3),
                length / 600));
    if (!made) {
      return;
    }
    RecoveryWorld again = crash(length, without);
    for (int start = 1; start <= 2; start++) {
      try (EventStore events = again.openEvents(LATER, journalFirst)) {
        again.replay(events);
        assertThat(RecoveryWorld.held(events, duckdb))
            .as("%s, start %d", what, start)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  /** What is there when the step ends. */
  private RecoveryWorld crash(int length, List<String> without) throws IOException {
    RecoveryWorld world = new RecoveryWorld(dir.resolve("crash-" + ++crashes));
    world.sent.putAll(after.sent);
    world.end = after.end;
    Files.createDirectories(world.history());
    for (RecoveryWorld each : List.of(before, after)) {
      for (Path file : each.files()) {
        String name = each.history().relativize(file).toString();
        Path target = world.history().resolve(name);
        if (name.contains(".parquet") && !without.contains(name) && !Files.exists(target)) {
          Files.createDirectories(target.resolveSibling(""));
          Files.createLink(target, file);
        }
      }
    }
    byte[] all = Files.readAllBytes(Manifest.path(after.history()));
    Files.write(
        Manifest.path(world.history()), Arrays.copyOf(all, all.length - line.length + length));
    return world;
  }
}
