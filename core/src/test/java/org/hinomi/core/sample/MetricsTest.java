package org.hinomi.core.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void tableAndConstantsAgree() throws Exception {
    List<String> rows =
        Files.readAllLines(table()).stream().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows.stream().map(row -> column(row, 1).replace("`", "")))
        .containsExactlyInAnyOrderElementsOf(constants(Metrics.class));
    Set<String> attributes = new TreeSet<>();
    for (String row : rows) {
      Pattern.compile("`([^`]+)`")
          .matcher(column(row, 3))
          .results()
          .forEach(found -> attributes.add(found.group(1)));
      assertThat(column(row, 2)).as("unit in: " + row).isNotBlank();
    }
    assertThat(attributes).containsExactlyInAnyOrderElementsOf(constants(Metrics.Attributes.class));
  }

  private static String column(String row, int index) {
    return row.split("\\|", -1)[index].strip();
  }

  private static List<String> constants(Class<?> type) throws IllegalAccessException {
    List<String> values = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.get(null) instanceof String value) {
        values.add(value);
      }
    }
    return values;
  }

  private static Path table() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path table = folder.resolve("docs/metrics.md");
      if (Files.exists(table)) {
        return table;
      }
      folder = folder.getParent();
    }
    throw new IOException("docs/metrics.md is not above the working directory");
  }
}
