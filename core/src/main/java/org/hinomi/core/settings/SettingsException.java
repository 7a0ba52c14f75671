package org.hinomi.core.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used, with everything that is wrong in it. Its message has one a line. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * @param problems at least one, in the order of the file
   */
  public SettingsException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problems (expected: at least one)");
    }
    this.problems = List.copyOf(problems);
  }

  public List<ConfigProblem> problems() {
    return problems;
  }
}
