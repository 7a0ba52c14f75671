package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  @TempDir Path history;

  @Test
  void givesBackItsSteps() throws IOException {
    append(entry(1), entry(2));
    append(entry(3));
    assertThat(Manifest.read(history).entries()).containsExactly(entry(1), entry(2), entry(3));
  }

  @Test
  void passesOverALineWithoutItsEndAndCutsItOffWhenItIsOpened() throws IOException {
    append(entry(1));
    Files.writeString(Manifest.path(history), "{\"added\":[", StandardOpenOption.APPEND);
    assertThat(Manifest.read(history).entries()).containsExactly(entry(1));
    append(entry(2));
    assertThat(Manifest.read(history).entries()).containsExactly(entry(1), entry(2));
  }

  @Test
  void seesAChangedByteAndALineTakenOut() throws IOException {
    append(entry(1), entry(2), entry(3));
    List<String> lines = Files.readAllLines(Manifest.path(history));
    Files.write(
        Manifest.path(history),
        List.of(lines.get(0), lines.get(1).replace("\"rows\":2", "\"rows\":7"), lines.get(2)));
    assertThatThrownBy(() -> Manifest.read(history))
        .isInstanceOf(Manifest.DamagedException.class)
        .hasMessageContaining("line 2: changed");
    Files.write(Manifest.path(history), List.of(lines.get(0), lines.get(2)));
    assertThatThrownBy(() -> Manifest.read(history))
        .isInstanceOf(Manifest.DamagedException.class)
        .hasMessageContaining("line 2: changed");
  }

  private void append(ManifestEntry... entries) throws IOException {
    try (Manifest manifest = Manifest.open(history, Manifest.read(history))) {
      for (ManifestEntry entry : entries) {
        manifest.append(entry);
      }
    }
  }

  private static ManifestEntry entry(long n) {
    return new ManifestEntry(
        List.of(new Part("event/part-" + n, 10, "ab", n, n * 10, n * 10 + 9, 1, 2, 3, 4)),
        List.of("event/part-0"),
        n * 10 + 10,
        List.of(new RecordedRange("a-1", 7, 1, n)),
        n == 3);
  }
}
