package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final List<ManifestEntry> STEPS =
      List.of(
          step(11, List.of(part(1, 1, 10)), List.of(), new RecordedRange("a", 1, 1, 5)),
          step(21, List.of(part(2, 11, 20)), List.of(), new RecordedRange("a", 1, 1, 9)),
          step(31, List.of(part(3, 21, 30)), List.of(), new RecordedRange("b", 1, 1, 3)));

  @Test
  void goesBackToBeforeADamagedPart() {
    ManifestEntry back = Catalog.without(STEPS, List.of(part(2, 11, 20)), 1);
    assertThat(back.nextPosition()).isEqualTo(11);
    assertThat(back.removed()).containsExactly("part-2", "part-3");
    assertThat(back.seen()).containsExactly(new RecordedRange("a", 1, 1, 5));
    assertThat(back.anew()).isTrue();
    Catalog after = Catalog.of(List.of(STEPS.get(0), STEPS.get(1), STEPS.get(2), back));
    assertThat(after.parts()).containsOnlyKeys("part-1");
    assertThat(after.seen().ranges("")).containsExactly(new RecordedRange("a", 1, 1, 5));
  }

  @Test
  void takesJoinedPartsBackAsAWhole() {
    List<ManifestEntry> steps = new java.util.ArrayList<>(STEPS);
    steps.add(step(31, List.of(part(9, 1, 20)), List.of("part-1", "part-2")));
    ManifestEntry back = Catalog.without(steps, List.of(part(9, 1, 20)), 1);
    assertThat(back.nextPosition()).isEqualTo(1);
    assertThat(back.removed()).containsExactlyInAnyOrder("part-9", "part-3");
    // The one behind is damaged: the joined one before it can stay.
    back = Catalog.without(steps, List.of(part(3, 21, 30)), 1);
    assertThat(back.nextPosition()).isEqualTo(21);
    assertThat(back.removed()).containsExactly("part-3");
  }

  @Test
  void goesOnWithoutWhatTheJournalNoLongerHas() {
    ManifestEntry gone = Catalog.without(STEPS, List.of(part(2, 11, 20)), 15);
    assertThat(gone.anew()).isFalse();
    assertThat(gone.removed()).containsExactly("part-2");
    assertThat(gone.nextPosition()).isEqualTo(31);
    List<ManifestEntry> steps = new java.util.ArrayList<>(STEPS);
    steps.add(gone);
    assertThat(Catalog.of(steps).seen().ranges("")).hasSize(2);
  }

  private static ManifestEntry step(
      long next, List<Part> added, List<String> removed, RecordedRange... seen) {
    return new ManifestEntry(added, removed, next, List.of(seen), false);
  }

  private static Part part(int n, long first, long last) {
    return new Part("part-" + n, 1, "", last - first + 1, first, last, 0, 0, 0, 0);
  }
}
