package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.record.TestRecords.MIDNIGHT;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InquiryTest {
  private static final long MINUTE = 60_000_000;

  /** How many events each minute has. */
  private static class Minutes implements Digest {
    @Override
    public String version() {
      return "minutes";
    }

    @Override
    public String select(String table, long fromMicros, long toMicros, String where) {
      return "SELECT date_trunc('minute', time) AS minute, host, count(*) AS n, max(position) AS"
          + " last FROM "
          + table
          + " WHERE "
          + where
          + " GROUP BY 1, 2";
    }

    @Override
    public String within(long fromMicros, long toMicros) {
      return "epoch_us(minute) >= " + fromMicros + " AND epoch_us(minute) < " + toMicros;
    }

    @Override
    public String merged(String table) {
      return "SELECT minute, host, CAST(sum(n) AS BIGINT) AS n, max(last) AS last FROM "
          + table
          + " GROUP BY 1, 2";
    }
  }

  private static final Digest MINUTES = new Minutes();
  private static final DigestColumns COLUMNS =
      new DigestColumns(table -> "SELECT position, time, host FROM " + table, Map.of(), Set.of());

  @TempDir Path dir;
  private HotIndex index;

  @BeforeEach
  void record() throws IOException {
    index = open();
    // Two parts, and rows in memory.
    for (long first = 1; first < 2500; first += 500) {
      index.accept(TestRecords.plain(first, 500), first + 500);
    }
  }

  private HotIndex open() throws IOException {
    return new HotIndex(
        dir,
        new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 1000),
        InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z")),
        new PrometheusRegistry(),
        () -> 1);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  @Test
  void putsTogetherWhatIsKeptAndWhatIsNot() throws IOException {
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.gather("minutes", MINUTES, MIDNIGHT, MIDNIGHT + 60 * MINUTE, 2400);
      assertThat(rows(inquiry, "SELECT CAST(sum(n) AS BIGINT), max(last) FROM minutes"))
          .containsExactly(List.of(2399L, 2399L));
      inquiry.gather("ten_minutes", MINUTES, MIDNIGHT + 10 * MINUTE, MIDNIGHT + 20 * MINUTE, 9999);
      assertThat(rows(inquiry, "SELECT count(*), CAST(sum(n) AS BIGINT) FROM ten_minutes"))
          .containsExactly(List.of(10L, 600L));
    }
    assertThat(kept()).isNotEmpty();
  }

  @Test
  void whatIsReadBeforeIsNotReadAgain() throws IOException {
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (Inquiry inquiry = index.history().inquire()) {
        inquiry.prepare(
            List.of(MINUTES),
            COLUMNS,
            MIDNIGHT,
            MIDNIGHT + 60 * MINUTE,
            2,
            (done, of) -> steps.add(of));
      }
    }
    assertThat(steps).hasSameSizeAs(kept()).isNotEmpty();
  }

  @Test
  void whatWasKeptOfAPartGoesWithIt() throws Exception {
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.gather("minutes", MINUTES, MIDNIGHT, MIDNIGHT + 60 * MINUTE, 9999);
    }
    index.steps().dispose("default", "test", "test", parts -> parts);
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatWasKeptOfAPartThatWentMeanwhileGoesAtTheNextReading() throws Exception {
    try (Inquiry inquiry = index.history().inquire()) {
      index.steps().dispose("default", "test", "test", parts -> parts);
      inquiry.prepare(
          List.of(MINUTES), COLUMNS, MIDNIGHT, MIDNIGHT + 60 * MINUTE, 1, (done, of) -> {});
    }
    assertThat(kept()).isNotEmpty();
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.prepare(List.of(), COLUMNS, MIDNIGHT, MIDNIGHT + 60 * MINUTE, 1, (done, of) -> {});
    }
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatWasKeptMayGoWhileItIsAskedFor() throws IOException {
    Digest going =
        new Minutes() {
          @Override
          public String within(long fromMicros, long toMicros) {
            // It has been seen that they are there.
            try {
              for (Path file : InquiryTest.this.kept()) {
                Files.delete(file);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return super.within(fromMicros, toMicros);
          }
        };
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.gather("minutes", going, MIDNIGHT, MIDNIGHT + 60 * MINUTE, 2400);
      assertThat(rows(inquiry, "SELECT CAST(sum(n) AS BIGINT) FROM minutes"))
          .containsExactly(List.of(2399L));
    }
  }

  @Test
  void whatWasNotWholeWhenTheProgramEndedGoesAtTheNextStart() throws IOException {
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.gather("minutes", MINUTES, MIDNIGHT, MIDNIGHT + 60 * MINUTE, 9999);
    }
    List<Path> whole = kept();
    Files.writeString(whole.getFirst().resolveSibling("unfinished-1.tmp"), "half");
    index.close();
    index = open();
    assertThat(kept()).containsExactlyInAnyOrderElementsOf(whole);
  }

  @Test
  void picksEventsByTheirPositions() throws IOException {
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.pick("picked", "position, host", List.of(2499L, 7L, 7L, 123_456L));
      assertThat(rows(inquiry, "SELECT position FROM picked ORDER BY 1"))
          .containsExactly(List.of(7L), List.of(2499L));
      inquiry.pick("none", "position", List.of());
      assertThat(rows(inquiry, "SELECT * FROM none")).isEmpty();
    }
  }

  /** All in one statement a month of 100 million events did not fit into memory. */
  @Test
  void picksFromMoreFilesThanOneStatementReads() throws IOException {
    for (long first = 2501; first < 22_501; first += 500) {
      index.accept(TestRecords.plain(first, 500), first + 500);
    }
    List<Long> wanted = LongStream.range(0, 22).map(part -> part * 1000 + 700).boxed().toList();
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.pick("picked", "position", wanted);
      assertThat(rows(inquiry, "SELECT position FROM picked ORDER BY 1"))
          .containsExactlyElementsOf(wanted.stream().map(List::<@Nullable Object>of).toList());
    }
  }

  @Test
  void itsTablesAreItsOwn() throws IOException {
    try (Inquiry inquiry = index.history().inquire()) {
      inquiry.pick("picked", "position", List.of(7L));
      assertThat(rows(inquiry, "SELECT count(*) FROM event")).containsExactly(List.of(2500L));
      assertThatThrownBy(() -> rows(inquiry, "SELECT * FROM other"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (Inquiry inquiry = index.history().inquire()) {
      assertThatThrownBy(() -> rows(inquiry, "SELECT * FROM picked"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<Path> kept() throws IOException {
    Path folder = dir.resolve("history/digest");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<List<@Nullable Object>> rows(Inquiry inquiry, String statement)
      throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    inquiry.sql(
        statement,
        new TableSink() {
          @Override
          public void columns(List<Column> columns) {
            // Told of by the rows.
          }

          @Override
          public void row(List<@Nullable Object> values) {
            rows.add(values);
          }
        });
    return rows;
  }
}
