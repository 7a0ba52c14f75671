package org.hinomi.collector.decode.service;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The public cases that lie beside the checkout, and how many of their fields came out. */
final class ServiceCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What decode/service/README.md holds to be wrong. */
  private final List<String> heldWrong = heldWrong();

  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> missing = new ArrayList<>();

  static Path file(String name) {
    Path checkout = Path.of("").toAbsolutePath();
    while (checkout != null && !isCheckout(checkout)) {
      checkout = checkout.getParent();
    }
    Path file =
        checkout == null || checkout.getParent() == null
            ? null
            : checkout.getParent().resolve("shared/data/logs/" + name);
    assumeTrue(file != null && Files.exists(file), () -> "no ../shared/data/logs/" + name);
    return java.util.Objects.requireNonNull(file);
  }

  static List<JsonNode> json(String name) {
    return text(name).stream().map(JSON::readTree).toList();
  }

  static List<String> text(String name) {
    try {
      return Files.readAllLines(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Counts a field.
   *
   * @param actual what came out, null where nothing did
   */
  void count(
      String program, String line, String field, String expected, @Nullable Object... actual) {
    for (String wrong : heldWrong) {
      if (line.startsWith(wrong)) {
        counts.computeIfAbsent("held wrong", unused -> new int[2])[1]++;
        return;
      }
    }
    int[] count = counts.computeIfAbsent(program, unused -> new int[2]);
    count[1]++;
    for (Object one : actual) {
      if (same(expected, one)) {
        count[0]++;
        return;
      }
    }
    missing.add(
        program
            + " "
            + field
            + "="
            + expected
            + " but "
            + List.of(java.util.Arrays.toString(actual))
            + ": "
            + line);
  }

  private static boolean same(String expected, @Nullable Object actual) {
    boolean nothing = expected.isEmpty() || expected.equals("-") || expected.equals("unknown");
    if (actual == null || actual.equals("")) {
      return nothing;
    }
    return actual.toString().equalsIgnoreCase(expected);
  }

  /** Fields that came out, in percent of all but those held wrong. */
  double rate() {
    int[] all = all();
    return 100.0 * all[0] / Math.max(1, all[1]);
  }

  /** Fields held wrong, in percent of all. */
  double wrong() {
    int wrong = counts.getOrDefault("held wrong", new int[2])[1];
    return 100.0 * wrong / Math.max(1, all()[1] + wrong);
  }

  private int[] all() {
    int[] all = new int[2];
    counts.forEach(
        (name, count) -> {
          if (!name.equals("held wrong")) {
            all[0] += count[0];
            all[1] += count[1];
          }
        });
    return all;
  }

  List<String> missing() {
    return missing;
  }

  /** One line a program. */
  String report(String name) {
    StringBuilder text = new StringBuilder(name).append('\n');
    counts.forEach(
        (program, count) ->
            text.append("  %-34s %4d of %4d%n".formatted(program, count[0], count[1])));
    return text.append("  all %.1f %%, held wrong %.1f %%".formatted(rate(), wrong())).toString();
  }

  /** Lines of the README that stand in a list, in backticks: how the cases begin. */
  private static List<String> heldWrong() {
    try (var in = ServiceCases.class.getResourceAsStream("/decode/service/README.md")) {
      String readme =
          new String(
              java.util.Objects.requireNonNull(in).readAllBytes(),
              java.nio.charset.StandardCharsets.UTF_8);
      return readme
          .lines()
          .filter(line -> line.startsWith("- `"))
          .map(line -> line.substring(3, line.lastIndexOf('`')))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCheckout(Path folder) {
    return Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("core"));
  }
}
