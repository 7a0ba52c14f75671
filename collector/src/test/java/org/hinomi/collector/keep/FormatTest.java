package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.TestRecords;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A history that an older version wrote opens in this one. Each folder of {@code
 * src/test/resources/histories} is what {@link TestHistory#make}, from 2 on {@link
 * TestHistory#makeWithSamples}, left with three parts in the version of its name; none is ever
 * changed. Where a format changes, a new one is added.
 */
class FormatTest {
  @TempDir Path dir;

  @TestFactory
  List<DynamicTest> everyFormatOpens() throws IOException {
    try (Stream<Path> histories = Files.list(Path.of("src/test/resources/histories"))) {
      return histories
          .sorted()
          .map(
              history ->
                  DynamicTest.dynamicTest(
                      history.getFileName().toString(),
                      () -> opens(history, dir.resolve(history.getFileName()))))
          .toList();
    }
  }

  private static void opens(Path from, Path data) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(from.relativize(file).toString()));
      }
    }
    assertThat(verify(data).findings()).isEmpty();
    if (!from.endsWith("1")) {
      assertThat(verify(data).samples())
          .extracting(HistoryVerifier.Day::retentionClass)
          .containsExactly("samples-hour", "samples-minute", "samples-raw");
    }
    try (TestHistory history = new TestHistory(data)) {
      assertThat(TestRecords.positions(history.index().history(), new Condition.All()))
          .hasSize(33)
          .contains(1L, 33L);
      history.add(11, "default");
    }
    assertThat(verify(data).findings()).isEmpty();
    assertThat(verify(data).days().stream().mapToLong(HistoryVerifier.Day::events).sum())
        .isEqualTo(44);
  }

  /** Makes the folder of a new format: {@code main NUMBER}. */
  public static void main(String[] args) throws Exception {
    TestHistory.makeWithSamples(Path.of("src/test/resources/histories", args[0]), 3);
  }

  private static HistoryVerifier.Report verify(Path data) throws Exception {
    return new HistoryVerifier(data, TestHistory.CLOCK, () -> false, 1, bytes -> {}).run(List.of());
  }
}
