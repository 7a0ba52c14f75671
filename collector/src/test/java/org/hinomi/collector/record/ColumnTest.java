package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnTest {

  @ParameterizedTest
  @EnumSource(
      value = Column.class,
      names = {
        "POSITION",
        "TIME",
        "RECEIVED",
        "HOST",
        "SOURCE_ADDRESS",
        "TRANSPORT",
        "MESSAGE",
        "RETENTION_CLASS",
        "TEMPLATE_ID",
        "AGENT_ID",
        "INCARNATION",
        "SEQUENCE"
      })
  void everyColumnOfItsOwnIsDocumented(Column column) throws IOException {
    assertThat(Files.readString(checkout().resolve("docs/fields.md")))
        .contains("| " + column.field() + " |");
  }

  @Test
  void everyColumnStandsInTheTable() {
    for (Column column : Column.values()) {
      assertThat(HotSchema.TABLES.getFirst()).containsPattern("\\b" + column.sql() + " [A-Z]");
    }
  }

  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("pom.xml"))
        || !Files.isDirectory(folder.resolve("core"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no checkout above the working folder");
    }
    return folder;
  }
}
