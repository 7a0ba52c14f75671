package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.ManifestEntry;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.TestRecords;
import org.hinomi.collector.search.WrongQuestion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
  private static final InstantSource LATER =
      InstantSource.fixed(TestHistory.CLOCK.instant().plus(Duration.ofDays(40)));

  @TempDir Path data;
  private RetentionPolicy policy = RetentionPolicy.NONE;

  @BeforeEach
  void policy() throws Exception {
    policy =
        RetentionSettings.load(
            Files.writeString(
                data.resolve("policy.yaml"),
                """
                classes:
                  short: {keep: 30d, ground: nobody needs it}
                  middle: {keep: 1y, at-least: 30d, ground: policy}
                  long: {keep: 10y, ground: law}
                default: long
                """),
            TestHistory.CLOCK);
  }

  private TestHistory history() throws Exception {
    TestHistory history = new TestHistory(data);
    history.add(11, "short"); // positions 1 to 11
    history.add(11, "long");
    history.add(11, "short"); // 23 to 33
    history.add(11, "middle");
    history.index().seal();
    return history;
  }

  private Keeper keeper(TestHistory history, InstantSource clock) {
    return new Keeper(data, history.index().steps(), clock);
  }

  @Test
  void deletesWhatIsDueAndRecordsWhatAndWhy() throws Exception {
    Head before;
    try (TestHistory history = history()) {
      before = HistoryVerifier.head(data, TestHistory.CLOCK);
      assertThat(keeper(history, TestHistory.CLOCK).dispose(policy)).isEmpty();
      List<Part> gone = keeper(history, LATER).dispose(policy);
      assertThat(gone.stream().mapToLong(Part::rows).sum()).isEqualTo(22);
      assertThat(gone).allSatisfy(part -> assertThat(TestHistory.file(data, part)).doesNotExist());
      assertThat(TestRecords.positions(history.index().history(), new Condition.All()))
          .hasSize(22)
          .doesNotContain(1L, 11L, 23L);
      history.add(11, "short");
    }
    ManifestEntry.Disposal disposal =
        Manifest.read(data.resolve("history")).entries().stream()
            .map(ManifestEntry::disposed)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    assertThat(disposal.ground()).isEqualTo("nobody needs it");
    assertThat(disposal.by()).isEqualTo("policy policy.yaml");
    assertThat(disposal.parts().stream().mapToLong(Part::rows).sum()).isEqualTo(22);
    HistoryVerifier.Report report =
        new HistoryVerifier(data, LATER, () -> false, 1, bytes -> {}).run(List.of(before));
    assertThat(report.findings()).isEmpty();
    try (TestHistory again = new TestHistory(data)) {
      assertThat(again.index().nextPosition()).isEqualTo(56);
    }
  }

  @Test
  void keepsThePartsThatHoldWhatIsHeldUntilItIsReleased() throws Exception {
    try (TestHistory history = history()) {
      Keeper keeper = keeper(history, LATER);
      ManifestEntry.Hold hold = keeper.hold("\"message 25\"", "taro", "case 7");
      assertThat(hold.id()).isEqualTo("hold-1");
      assertThat(Holds.of(data).present()).containsExactly(hold);
      keeper.dispose(policy);
      List<Long> left = TestRecords.positions(history.index().history(), new Condition.All());
      assertThat(left).contains(25L).doesNotContain(1L, 2L, 11L);
      assertThatThrownBy(() -> keeper.release("hold-9", "taro", "x"))
          .isInstanceOf(WrongQuestion.class);
      keeper.release("hold-1", "hanako", "case closed");
      assertThat(Holds.of(data).present()).isEmpty();
      assertThat(Holds.of(data).released())
          .hasEntrySatisfying(
              "hold-1", release -> assertThat(release.reason()).isEqualTo("case closed"));
      keeper.dispose(policy);
      assertThat(TestRecords.positions(history.index().history(), new Condition.All()))
          .doesNotContain(25L)
          .hasSize(22);
    }
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void aHoldIsFoundAgainByItsFolderAlone() throws Exception {
    try (TestHistory history = history()) {
      keeper(history, LATER).hold("host:fs01", "taro", "case 7");
    }
    try (TestHistory history = new TestHistory(data)) {
      assertThat(keeper(history, LATER).dispose(policy)).isEmpty();
      assertThatThrownBy(() -> keeper(history, LATER).hold("x", "", "y"))
          .isInstanceOf(WrongQuestion.class);
    }
  }

  @Test
  void movesToALongerClassOnly() throws Exception {
    try (TestHistory history = history()) {
      Keeper keeper = keeper(history, LATER);
      assertThatThrownBy(() -> keeper.move(policy, "long", "short", d -> true, "taro", "x"))
          .isInstanceOf(WrongQuestion.class);
      assertThatThrownBy(() -> keeper.move(policy, "shrot", "long", d -> true, "taro", "x"))
          .isInstanceOf(WrongQuestion.class)
          .hasMessageContaining("shrot: no such class");
      List<Part> moved = keeper.move(policy, "short", "long", day -> true, "taro", "audit");
      assertThat(moved.stream().mapToLong(Part::rows).sum()).isEqualTo(22);
      keeper.dispose(policy);
      assertThat(TestRecords.positions(history.index().history(), new Condition.All())).hasSize(44);
      assertThat(history.index().history().status().events()).isEqualTo(44);
    }
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().days())
        .extracting(HistoryVerifier.Day::retentionClass)
        .containsExactlyInAnyOrder("long", "middle");
  }

  @Test
  void alsoWhatIsInNoPartYetIsMovedAndCounted() throws Exception {
    try (TestHistory history = history()) {
      history.add(3, "short");
      Keeper keeper = keeper(history, LATER);
      assertThat(keeper.found("\"message 46\"").events()).isEqualTo(1);
      history.add(2, "short");
      List<Part> moved = keeper.move(policy, "short", "long", day -> true, "taro", "audit");
      assertThat(moved.stream().mapToLong(Part::rows).sum()).isEqualTo(27);
    }
  }

  @Test
  void shortensInNeedWhatThePolicyAllows() throws Exception {
    try (TestHistory history = history()) {
      Keeper keeper = keeper(history, LATER);
      List<Part> gone = keeper.shorten(policy);
      assertThat(gone)
          .extracting(Part::retentionClass)
          .contains("short", "middle")
          .doesNotContain("long");
      assertThat(keeper.shorten(policy)).isEmpty();
    }
    assertThat(Manifest.read(data.resolve("history")).entries().getLast().disposed())
        .isNotNull()
        .extracting(ManifestEntry.Disposal::at)
        .isEqualTo(TestHistory.CLOCK.instant().toString());
  }

  private HistoryVerifier.Report verify() throws Exception {
    return new HistoryVerifier(data, LATER, () -> false, 1, bytes -> {}).run(List.of());
  }
}
