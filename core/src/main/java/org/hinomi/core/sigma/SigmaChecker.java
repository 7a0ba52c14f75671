package org.hinomi.core.sigma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;

/** Lets {@code hinomi check} read Sigma rules as the programs will. */
public final class SigmaChecker implements FileChecker {

  @Override
  public String kind() {
    return "Sigma rule (title, logsource, detection, …)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    return Recognition.of(
        file.toString().endsWith(".yml") || file.endsWith(PlaceholderFile.NAME),
        topKeys.contains("detection")
            || topKeys.contains("correlation")
            || topKeys.contains("filter"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    List<SigmaProblem> problems = new ArrayList<>();
    try {
      if (file.endsWith(PlaceholderFile.NAME)) {
        PlaceholderFile.read(file, problems);
      } else {
        Path folder = file.toAbsolutePath().getParent();
        Placeholders lists =
            folder == null ? Placeholders.NONE : PlaceholderFile.nearest(folder, problems);
        SigmaReader reader = new SigmaReader(lists);
        SigmaReader.Reading reading = reader.read(file.toString(), Files.readAllBytes(file));
        problems.addAll(reading.problems());
        if (folder != null
            && problems.isEmpty()
            && (!reading.correlations().isEmpty() || !reading.filters().isEmpty())) {
          problems.addAll(links(file, root(folder)));
        }
      }
      return problems.stream().map(problem -> configProblem(file, problem)).toList();
    } catch (IOException e) {
      return List.of(new ConfigProblem(file, 1, "", "cannot be read: " + e, "a readable file"));
    }
  }

  /** What a correlation rule or a filter refers to may be in any file of the folder of rules. */
  private static List<SigmaProblem> links(Path file, Path root) throws IOException {
    SigmaReader.Reading all = new SigmaRules().load(root);
    return Stream.concat(
            CorrelationLinks.problems(all.rules(), all.correlations()).stream(),
            SigmaFilter.problems(all.filters(), all.rules(), all.correlations()).stream())
        .filter(problem -> isSame(Path.of(problem.file()), file))
        .map(p -> new SigmaProblem(file.toString(), p.line(), p.key(), p.message(), p.reason()))
        .toList();
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  /** The folder that the programs are told of: the nearest above with thresholds, else this one. */
  private static Path root(Path folder) {
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("thresholds.yaml"))) {
        return at;
      }
    }
    return folder;
  }

  /** Our messages end with what is expected, in brackets, where there is something to say of it. */
  private static ConfigProblem configProblem(Path file, SigmaProblem problem) {
    String message = problem.message();
    int bracket = message.lastIndexOf(" (");
    if (bracket < 0 || !message.endsWith(")")) {
      return new ConfigProblem(
          file, problem.line(), problem.key(), message, "a rule that hinomi can apply");
    }
    String advice = message.substring(bracket + 2, message.length() - 1);
    return new ConfigProblem(
        file,
        problem.line(),
        problem.key(),
        message.substring(0, bracket),
        advice.startsWith("expected: ") ? advice.substring("expected: ".length()) : advice);
  }
}
