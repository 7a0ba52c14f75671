package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.record.TestRecords.positions;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where events stand that the journal gives again after damage. */
class ComingBackTest {
  private static final Condition ALL = new Condition.All();
  private static final HotSettings SMALL =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 10);
  private static final int END = 37;

  @TempDir Path dir;
  private String odd = "a";

  /** Three batches: odd positions in class a, even ones in class b. */
  @BeforeEach
  void record() throws Exception {
    try (HotIndex index = open(END)) {
      for (int batch = 0; batch < 3; batch++) {
        index.accept(events(1 + batch * 12, 12), 13 + batch * 12L);
      }
    }
  }

  private HotIndex open(long journalEnd) throws IOException {
    return new HotIndex(
        dir,
        SMALL,
        InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z")),
        new PrometheusRegistry(),
        () -> journalEnd);
  }

  private List<Decoded> events(long from, int count) {
    List<Decoded> events = new ArrayList<>();
    for (long position = from; position < from + count; position++) {
      events.add(
          TestRecords.event(
              position,
              "fs01",
              "message " + position,
              Map.of(Fields.RETENTION_CLASS, position % 2 == 0 ? "b" : odd)));
    }
    return events;
  }

  private void replay(HotIndex index, long end) throws IOException {
    long from = index.nextPosition();
    index.accept(events(from, (int) (end - from)), end);
  }

  private List<Part> parts(String retentionClass) throws IOException {
    return Catalog.of(Manifest.read(dir.resolve("history")).entries()).parts().values().stream()
        .filter(part -> part.retentionClass().equals(retentionClass))
        .toList();
  }

  private Map<String, Long> rows() throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    for (Part part : Catalog.of(Manifest.read(dir.resolve("history")).entries()).parts().values()) {
      rows.merge(part.retentionClass(), part.rows(), Long::sum);
    }
    return rows;
  }

  private void damage(Part part) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(dir.resolve("history").resolve(part.file()).toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
  }

  private void move(String from, String to) throws Exception {
    try (HotIndex index = open(END)) {
      index.steps().move(from, to, "taro", "case 7", part -> true);
    }
  }

  @Test
  void rowsThatWereMovedComeBackInTheClassTheyWereMovedTo() throws Exception {
    move("b", "c");
    damage(parts("c").get(1));
    try (HotIndex index = open(END)) {
      assertThat(index.nextPosition()).isEqualTo(13);
      replay(index, END);
      assertThat(positions(index.history(), ALL)).hasSize(36).doesNotHaveDuplicates();
    }
    assertThat(rows()).isEqualTo(Map.of("a", 18L, "c", 18L));
  }

  @Test
  void alsoWhereAnotherCrashComesInBetween() throws Exception {
    move("b", "c");
    damage(parts("c").getFirst());
    try (HotIndex index = open(END)) {
      assertThat(index.nextPosition()).isEqualTo(1);
      replay(index, 20);
    }
    try (HotIndex index = open(END)) {
      assertThat(index.nextPosition()).isEqualTo(20);
      replay(index, END);
    }
    assertThat(rows()).isEqualTo(Map.of("a", 18L, "c", 18L));
  }

  @Test
  void alsoWhereThatIsDamagedOnceMore() throws Exception {
    move("b", "c");
    for (int time = 0; time < 2; time++) {
      damage(parts("c").getFirst());
      try (HotIndex index = open(END)) {
        replay(index, END);
      }
      assertThat(rows()).isEqualTo(Map.of("a", 18L, "c", 18L));
    }
    move("c", "d");
    damage(parts("d").getFirst());
    try (HotIndex index = open(END)) {
      replay(index, END);
    }
    assertThat(rows()).isEqualTo(Map.of("a", 18L, "d", 18L));
  }

  @Test
  void whatWasDisposedOfDoesNotComeBack() throws Exception {
    try (HotIndex index = open(END)) {
      index.steps().dispose("a", "time over", "policy", all -> all.subList(0, 2));
    }
    damage(parts("b").getFirst());
    try (HotIndex index = open(END)) {
      assertThat(index.nextPosition()).isEqualTo(1);
      replay(index, END);
      assertThat(positions(index.history(), ALL))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 36)
                  .filter(position -> position % 2 == 0 || position > 24)
                  .boxed()
                  .toList());
    }
    assertThat(rows()).isEqualTo(Map.of("a", 6L, "b", 18L));
  }

  @Test
  void eachComesBackToItsOwnWhereThePolicyHasOthersNow() throws Exception {
    move("b", "c");
    odd = "new";
    damage(parts("c").getFirst());
    try (HotIndex index = open(END)) {
      replay(index, END);
    }
    // Between the first and last even position of a batch nobody can tell which part it was in.
    assertThat(rows()).isEqualTo(Map.of("a", 3L, "new", 15L, "c", 18L));
  }

  @Test
  void whatComesForTheFirstTimeIsOfItsOwnClass() throws Exception {
    move("b", "c");
    damage(parts("c").getFirst());
    try (HotIndex index = open(END)) {
      replay(index, END + 12);
    }
    assertThat(rows()).isEqualTo(Map.of("a", 24L, "b", 6L, "c", 18L));
  }

  @Test
  void joinedPartsRememberWhereTheyCameFrom() throws Exception {
    move("b", "c");
    try (HotIndex index =
        new HotIndex(
            dir,
            SMALL,
            InstantSource.fixed(Instant.parse("2027-02-01T00:00:00Z")),
            new PrometheusRegistry(),
            () -> END + 12)) {
      replay(index, END + 12);
    }
    assertThat(parts("c")).hasSize(1);
    damage(parts("c").getFirst());
    try (HotIndex index = open(END + 12)) {
      assertThat(index.nextPosition()).isEqualTo(1);
      replay(index, END + 12);
    }
    assertThat(rows()).isEqualTo(Map.of("a", 24L, "b", 6L, "c", 18L));
  }
}
