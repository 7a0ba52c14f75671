package org.hinomi.collector.review.cross.table;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.settings.SettingsException;

/**
 * Reads the tables of a folder, each as the mapping beside it says, or as its heads propose. What
 * cannot be read is left out and said.
 */
public final class TableFolder {
  private static final long LARGEST = 64L << 20;

  /** Tables, and what is wrong with the files that are none: FILE[:LINE]: what, and what to do. */
  public record Read(List<PeopleTable> tables, List<String> problems) {
    public Read {
      tables = List.copyOf(tables);
      problems = List.copyOf(problems);
    }

    /** Nothing to compare with. */
    public static final Read NONE = new Read(List.of(), List.of());
  }

  private TableFolder() {}

  public static Read read(Path folder) throws IOException {
    List<PeopleTable> tables = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        table(file, problems).ifPresent(tables::add);
      } catch (SettingsException e) {
        e.problems().forEach(problem -> problems.add(problem.toString()));
      } catch (IOException e) {
        problems.add(file.getFileName() + ": " + e.getMessage());
      }
    }
    return new Read(tables, problems);
  }

  /**
   * Saves the mapping that the heads of each file propose, where none is saved. A file that cannot
   * be read has none; {@link #read} says why.
   *
   * @return the files that were written
   */
  public static List<Path> propose(Path folder) throws IOException {
    List<Path> written = new ArrayList<>();
    for (Path file : files(folder)) {
      Path mapping = MappingFile.of(file);
      if (!Files.exists(mapping)) {
        Mapping proposed;
        try {
          proposed = Mapping.propose(grid(file, bytes(file), ""));
        } catch (IOException unreadable) {
          continue; // read() says so
        }
        MappingFile.write(mapping, proposed);
        written.add(mapping);
      }
    }
    return written;
  }

  /** In the order of their names: the same folder gives the same answer. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).filter(TableFolder::isTable).sorted().toList();
    }
  }

  private static boolean isTable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean temporary = name.startsWith("~$") || name.startsWith(".");
    return !temporary && (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".xlsx"));
  }

  private static Optional<PeopleTable> table(Path file, List<String> problems)
      throws IOException, SettingsException {
    String name = file.getFileName().toString();
    byte[] bytes = bytes(file);
    Path saved = MappingFile.of(file);
    boolean known = Files.exists(saved);
    Mapping said = known ? MappingFile.read(saved) : null;
    Grid grid = grid(file, bytes, said == null ? "" : said.charset());
    Mapping mapping = said == null ? Mapping.propose(grid) : said;
    if (mapping.kind().isEmpty()) {
      if (!known) {
        problems.add(
            name
                + ":"
                + mapping.headLine()
                + ": its heads do not say what it is (expected: "
                + name
                + ".yaml with kind and columns)");
      }
      return Optional.empty();
    }
    return Optional.of(
        new PeopleTable(
            name,
            sha256(bytes),
            mapping.kind().get(),
            mapping,
            entries(name, grid, mapping, problems)));
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(
          "larger than " + (LARGEST >> 20) + " MiB (expected: a table of people)");
    }
    return Files.readAllBytes(file);
  }

  private static Grid grid(Path file, byte[] bytes, String charset) throws IOException {
    if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".xlsx")) {
      return XlsxFile.read(bytes);
    }
    return CsvFile.read(bytes, charset.isEmpty() ? told(bytes) : Charset.forName(charset));
  }

  private static Charset told(byte[] bytes) {
    if (bytes.length >= 2 && (bytes[0] & bytes[1] & 0xff) == 0xfe) {
      return StandardCharsets.UTF_16;
    }
    return CharsetLook.of(bytes);
  }

  private static List<PeopleTable.Entry> entries(
      String file, Grid grid, Mapping mapping, List<String> problems) {
    List<String> heads =
        grid.rows().stream()
            .filter(line -> line.number() == mapping.headLine())
            .findFirst()
            .map(Grid.Line::cells)
            .orElse(List.of());
    Map<Role, Integer> places = new EnumMap<>(Role.class);
    mapping
        .columns()
        .forEach(
            (role, head) -> {
              int place = place(heads, head);
              if (place >= 0) {
                places.put(role, place);
              } else {
                problems.add(
                    file
                        + ":"
                        + mapping.headLine()
                        + ": no column \""
                        + head
                        + "\" (expected: as "
                        + file
                        + ".yaml says for "
                        + role.wireName()
                        + ")");
              }
            });
    List<PeopleTable.Entry> entries = new ArrayList<>();
    for (Grid.Line line : grid.rows()) {
      if (line.number() > mapping.headLine()) {
        Map<Role, String> values = new EnumMap<>(Role.class);
        places.forEach(
            (role, place) -> {
              if (place < line.cells().size() && !line.cells().get(place).isBlank()) {
                values.put(role, line.cells().get(place).strip());
              }
            });
        entries.add(new PeopleTable.Entry(file, line.number(), values));
      }
    }
    return entries;
  }

  private static int place(List<String> heads, String head) {
    String wanted = Names.plain(head);
    for (int i = 0; i < heads.size(); i++) {
      if (Names.plain(heads.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
