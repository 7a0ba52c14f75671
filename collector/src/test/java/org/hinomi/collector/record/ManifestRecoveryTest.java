package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.RecoveryWorld.LATER;
import static org.hinomi.collector.record.RecoveryWorld.THAT_DAY;
import static org.hinomi.collector.record.TestRecords.positions;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a history of whose manifest lines are not what was written. */
class ManifestRecoveryTest {
  private static final Condition ALL = new Condition.All();

  @TempDir Path dir;

  @Test
  void aStoppedHistoryShowsTheSameAndChangesNothing() throws Exception {
    RecoveryWorld whole = RecoveryWorld.made(dir.resolve("whole"));
    List<Long> before = whole.held();
    for (int line = 0; line < whole.lines().size(); line++) {
      RecoveryWorld world = whole.copy(dir.resolve("line-" + line));
      List<byte[]> lines = world.lines();
      LineHarm.FLIPPED.to(lines, line, new Random(line));
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
    RecoveryWorld world = RecoveryWorld.made(dir);
    List<byte[]> lines = world.lines();
    ManifestEntry last = Manifest.read(world.history()).entries().getLast();
    Path part = world.history().resolve(last.added().getFirst().file());
    byte[] bytes = Files.readAllBytes(part);
    bytes[200] ^= 1;
    Files.write(part, bytes);
    LineHarm.FLIPPED.to(lines, lines.size() - 1, new Random(1));
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
    RecoveryWorld world = RecoveryWorld.made(dir);
    List<byte[]> lines = world.lines();
    int held =
        lines.indexOf(
            lines.stream()
                .filter(line -> new String(line, StandardCharsets.UTF_8).contains("hold-2"))
                .findFirst()
                .orElseThrow());
    LineHarm.ZEROS.to(lines, held, new Random(1));
    world.write(lines);
    world.open(LATER, 1).close();
    ManifestEntry last = Manifest.read(world.history()).entries().getLast();
    assertThat(last.held()).isNotNull();
    assertThat(last.held()).extracting("id", "query").containsExactly("hold-2", "*:*");
    assertThat(ManifestLines.read(world.history()).freeHold()).isEqualTo("hold-3");
    assertThat(Manifest.setAside(world.history())).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 22, 23, 24, 30, 60, 100})
  void whatWasDisposedOfDoesNotComeBackWhereverThatLineIsCut(int length) throws Exception {
    RecoveryWorld world = new RecoveryWorld(dir);
    List<Long> before;
    try (HotIndex index = world.open(THAT_DAY, 1)) {
      world.record(index, 12);
      index.seal();
      index.steps().dispose("a", "time over", "policy", List::copyOf);
      before = world.held(index);
    }
    List<byte[]> lines = world.lines();
    assertThat(new String(lines.getLast(), StandardCharsets.UTF_8)).contains("disposed");
    lines.set(lines.size() - 1, Arrays.copyOf(lines.getLast(), length));
    world.write(lines);
    try (HotIndex index = world.open(LATER, 1)) {
      world.replay(index);
      assertThat(world.held(index)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "query", "by", "reason", "at", "held"})
  void aKeyOfAHoldThatIsDamagedDoesNotKeepItFromStarting(String key) throws Exception {
    RecoveryWorld world = RecoveryWorld.made(dir);
    List<byte[]> lines = world.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = new String(lines.get(i), StandardCharsets.UTF_8);
      if (line.contains("\"held\":")) {
        lines.set(i, line.replace("\"" + key + "\":", "\"?\":").getBytes(StandardCharsets.UTF_8));
      }
    }
    world.write(lines);
    world.openEvents(LATER, 1).close();
    ManifestLines after = ManifestLines.read(world.history());
    assertThat(after.entries().getLast().held()).extracting(Hold::query).isEqualTo("*:*");
    assertThat(after.doubtfulHolds())
        .allSatisfy(hold -> assertThat(hold).hasNoNullFieldsOrProperties());
  }

  @Test
  void aHashThatIsDamagedAloneLosesNothing() throws Exception {
    RecoveryWorld world = RecoveryWorld.made(dir);
    List<byte[]> lines = world.lines();
    LineHarm.HASH.to(lines, 2, new Random(1));
    world.write(lines);
    world.open(LATER, 1).close();
    ManifestEntry last = Manifest.read(world.history()).entries().getLast();
    assertThat(last.recovered()).isNotNull();
    assertThat(last.held()).isNull();
    assertThat(last.added()).isEmpty();
    assertThat(last.removed()).isEmpty();
  }
}
