package org.hinomi.collector.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hinomi.core.file.ChangeLock;
import org.hinomi.core.file.OwnerFiles;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list in a file of its owner alone, a JSON object a line. Commands change it beside a collector
 * that runs, which sees the change with the next question. Thread-safe, also beside other
 * processes.
 */
final class AccessFile<T> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path dir;
  private final Path file;
  private final Function<JsonNode, T> read;
  private final Function<T, ObjectNode> write;
  private List<T> entries = List.of();
  private @Nullable Object seen;

  /**
   * @param dir is made with the first change
   * @param name of the file in it
   */
  AccessFile(Path dir, String name, Function<JsonNode, T> read, Function<T, ObjectNode> write) {
    this.dir = dir;
    this.file = dir.resolve(name);
    this.read = read;
    this.write = write;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /**
   * What the file holds now.
   *
   * @throws IOException where it cannot be read
   */
  synchronized List<T> entries() throws IOException {
    Object now;
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      now = List.of(is.lastModifiedTime(), is.size(), String.valueOf(is.fileKey()));
    } catch (NoSuchFileException e) {
      now = "none";
    }
    if (!now.equals(seen)) {
      entries = now.equals("none") ? List.of() : load();
      seen = now;
    }
    return entries;
  }

  /** Puts another list in the place of this one. */
  void change(UnaryOperator<List<T>> change) throws IOException {
    OwnerFiles.folder(dir);
    boolean unused =
        ChangeLock.alone(
            file,
            () -> {
              StringBuilder text = new StringBuilder();
              for (T entry : change.apply(entries())) {
                text.append(JSON.writeValueAsString(write.apply(entry))).append('\n');
              }
              OwnerFiles.replace(file, text.toString());
              return true;
            });
  }

  private List<T> load() throws IOException {
    List<T> loaded = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      try {
        loaded.add(read.apply(JSON.readTree(line)));
      } catch (JacksonException | IllegalArgumentException e) {
        throw new IOException(
            file + ":" + number + ": damaged (expected: a line as hinomi writes it)", e);
      }
    }
    return List.copyOf(loaded);
  }
}
