package org.hinomi.collector.review.cross.table;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.file.AtomicFile;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;

/** {@code FILE.yaml} beside a table: its mapping, for people to change. */
public final class MappingFile {
  private MappingFile() {}

  /** Where the mapping of a file is saved. */
  public static Path of(Path table) {
    return table.resolveSibling(table.getFileName() + ".yaml");
  }

  static Mapping read(Path file) throws SettingsException {
    return new SettingsLoader(Map.of()).load(file, List.of(), MappingFile::read);
  }

  private static Mapping read(Section top) {
    Optional<TableKind> kind = top.oneOf("kind", TableKind.class).optional();
    Charset charset = top.charset("charset").optional().orElse(null);
    long head = top.integer("head-line", 1, 1_000_000).orElse(1L);
    Duration tolerance = top.duration("tolerance").orElse(Mapping.TOLERANCE);
    Map<Role, String> columns = new EnumMap<>(Role.class);
    Section section = top.section("columns");
    for (Role role : Role.values()) {
      section.text(role.wireName()).optional().ifPresent(name -> columns.put(role, name));
    }
    kind.ifPresent(
        named -> {
          for (Role role : named.needed()) {
            if (!columns.containsKey(role)) {
              section.problem(
                  role.wireName(),
                  "missing",
                  "the head of that column: a table of kind " + named.wireName() + " needs it");
            }
          }
        });
    return new Mapping(kind, charset == null ? "" : charset.name(), head, columns, tolerance);
  }

  /** Saves a mapping. A file of no kind is left out until somebody says what it is. */
  static void write(Path file, Mapping mapping) throws IOException {
    StringBuilder yaml = new StringBuilder();
    mapping.kind().ifPresent(kind -> line(yaml, "", "kind", kind.wireName()));
    if (!mapping.charset().isEmpty()) {
      line(yaml, "", "charset", mapping.charset());
    }
    line(yaml, "", "head-line", Long.toString(mapping.headLine()));
    line(yaml, "", "tolerance", mapping.tolerance().toMinutes() + "m");
    yaml.append(mapping.columns().isEmpty() ? "" : "columns:\n");
    for (Role role : Role.values()) {
      String head = mapping.columns().get(role);
      if (head != null) {
        String quoted = head.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        line(yaml, "  ", role.wireName(), '"' + quoted + '"');
      }
    }
    Path folder = file.toAbsolutePath().getParent();
    AtomicFile.write(
        requireNonNull(folder),
        file.getFileName().toString(),
        yaml.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void line(StringBuilder yaml, String indent, String key, String value) {
    yaml.append(indent).append(key).append(": ").append(value).append('\n');
  }
}
