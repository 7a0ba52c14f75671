package org.hinomi.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/fields.md and {@link Fields} together, both ways. */
class FieldsDocTest {
  private static final Pattern ROW = Pattern.compile("^\\| (?!field )([@a-z][^ |]*) \\|(.*)\\|$");
  private static final Pattern NAME = Pattern.compile("@?[a-z][a-z0-9_]*([.@][a-z0-9_]+)*\\.?");

  @Test
  void everyConstantHasARow() throws Exception {
    assertThat(documented()).containsAll(constants());
  }

  @Test
  void everyRowHasAConstant() throws Exception {
    assertThat(constants()).containsAll(documented());
  }

  @Test
  void everyRowIsComplete() throws Exception {
    for (Matcher row : rows()) {
      String[] cells = row.group(2).split("\\|", -1);
      assertThat(cells).as(row.group(1)).hasSize(4);
      assertThat(cells[0].strip()).as("type of " + row.group(1)).isNotEmpty();
      assertThat(cells[2].strip()).as("origin of " + row.group(1)).isNotEmpty();
    }
  }

  @Test
  void namesAreLowerCaseWithDots() throws Exception {
    assertThat(constants()).allMatch(name -> NAME.matcher(name).matches());
  }

  /** Rows by the constant part of their name: what stands before the first placeholder. */
  private static Set<String> documented() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Matcher row : rows()) {
      names.add(row.group(1).replaceFirst("[<*].*", ""));
    }
    return names;
  }

  private static List<Matcher> rows() throws IOException {
    List<Matcher> rows = new ArrayList<>();
    for (String line : Files.readAllLines(document())) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static Path document() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path document = folder.resolve("docs/fields.md");
      if (Files.exists(document)) {
        return document;
      }
      folder = folder.getParent();
    }
    throw new AssertionError("no docs/fields.md above " + Path.of("").toAbsolutePath());
  }

  private static Set<String> constants() throws IllegalAccessException {
    Set<String> names = new TreeSet<>();
    for (Field field : Arrays.asList(Fields.class.getDeclaredFields())) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType() == String.class) {
        names.add((String) field.get(null));
      }
    }
    return names;
  }
}
