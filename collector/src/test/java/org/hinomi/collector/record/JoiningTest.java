package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final String FOLDER = "event/class=default/date=2026-11-23/";
  private static final String BEFORE = "event/class=default/date=2026-11-22/";

  @Test
  void waitsUntilThereAreSixteenOfADay() {
    List<Part> parts = parts(FOLDER, 1, 15, 1000);
    assertThat(Joining.next(parts, TODAY)).isEmpty();
    parts.addAll(parts(FOLDER, 16, 1, 1000));
    assertThat(Joining.next(parts, TODAY)).hasSize(16).isSortedAccordingTo(BY_POSITION);
  }

  @Test
  void joinsWhatIsLeftOfADayThatIsOver() {
    List<Part> parts = parts(BEFORE, 1, 2, 1000);
    assertThat(Joining.next(parts, TODAY)).hasSize(2);
    assertThat(Joining.next(parts.subList(0, 1), TODAY)).isEmpty();
  }

  @Test
  void leavesLargePartsAlone() {
    assertThat(Joining.next(parts(BEFORE, 1, 20, Joining.SMALL_ROWS), TODAY)).isEmpty();
  }

  @Test
  void neverMixesClassesOrDays() {
    List<Part> parts = parts(FOLDER, 1, 10, 10);
    parts.addAll(parts("event/class=long/date=2026-11-23/", 100, 10, 10));
    assertThat(Joining.next(parts, TODAY)).isEmpty();
  }

  private static final java.util.Comparator<Part> BY_POSITION =
      java.util.Comparator.comparingLong(Part::firstPosition);

  private static List<Part> parts(String folder, int first, int count, long rows) {
    List<Part> parts = new ArrayList<>();
    // Not in the order of positions.
    for (int i = first + count - 1; i >= first; i--) {
      parts.add(
          new Part(
              folder + "part-" + i + ".parquet",
              1,
              "",
              rows,
              i * rows,
              i * rows + rows - 1,
              0,
              0,
              0,
              0));
    }
    return parts;
  }
}
