package org.hinomi.core.sigma;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hinomi.core.sigma.SigmaProblem.Reason;

/**
 * Reads all the rules of a folder: every {@code *.yml} in it and below it, and every {@code *.yaml}
 * but {@code thresholds.yaml}, {@code sources.yaml}, {@code placeholders.yaml} and {@code
 * *.test.yaml}, in order of path. The latter, of this folder or of the nearest above, gives the
 * lists for placeholders.
 */
public final class SigmaRules {
  private static final int DEPTH_LIMIT = 20;

  /** Files of tests may lie beside the rules. */
  private static final String TESTS = ".test.yaml";

  /**
   * Reads them. A file that cannot be read is a problem of its own, and so is an id that two rules
   * claim: then the first is kept.
   *
   * @throws IOException when the folder itself cannot be read
   */
  public SigmaReader.Reading load(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder, DEPTH_LIMIT, FileVisitOption.FOLLOW_LINKS)) {
      files = found.filter(f -> isRule(f) && Files.isRegularFile(f)).sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
    List<SigmaRule> rules = new ArrayList<>();
    List<CorrelationRule> correlations = new ArrayList<>();
    List<SigmaFilter> filters = new ArrayList<>();
    List<SigmaProblem> problems = new ArrayList<>();
    SigmaReader reader = new SigmaReader(PlaceholderFile.nearest(folder, problems));
    Map<String, SigmaRule> byId = new HashMap<>();
    for (Path file : files) {
      SigmaReader.Reading reading;
      try {
        reading = reader.read(file.toString(), Files.readAllBytes(file));
      } catch (IOException e) {
        problems.add(
            new SigmaProblem(file.toString(), 1, "", "cannot be read: " + e, Reason.SYNTAX));
        continue;
      }
      problems.addAll(reading.problems());
      correlations.addAll(reading.correlations());
      rules = new ArrayList<>(SigmaFilter.apply(reading.filters(), rules));
      List<SigmaRule> own = SigmaFilter.apply(filters, reading.rules());
      filters.addAll(reading.filters());
      for (SigmaRule rule : own) {
        SigmaRule first = rule.id() == null ? null : byId.putIfAbsent(rule.id(), rule);
        if (first == null) {
          rules.add(rule);
        } else {
          problems.add(
              new SigmaProblem(
                  rule.file(),
                  rule.line(),
                  "id",
                  rule.id() + " is also the id of " + first.file() + ":" + first.line(),
                  Reason.VALUE));
        }
      }
    }
    if (problems.isEmpty()) {
      // A rule that was refused is no reason to complain of those that refer to it.
      problems.addAll(CorrelationLinks.problems(rules, correlations));
      problems.addAll(SigmaFilter.problems(filters, rules, correlations));
    }
    return new SigmaReader.Reading(rules, correlations, filters, problems);
  }

  /** The lists for placeholders that count for a folder; what is wrong in them, loading says. */
  public Placeholders lists(Path folder) {
    return PlaceholderFile.nearest(folder, new ArrayList<>());
  }

  private static boolean isRule(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".yml")
        || name.endsWith(".yaml")
            && !name.equals("thresholds.yaml")
            && !name.equals("sources.yaml")
            && !name.equals(PlaceholderFile.NAME)
            && !name.endsWith(TESTS);
  }
}
