package org.hinomi.collector.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.settings.ConfigProblem;

/** Which entries of a list something is wrong with: the others count. */
final class WrongEntries {
  private WrongEntries() {}

  /**
   * @param list its key
   * @return their places, from 0
   */
  static Set<Integer> of(String list, List<ConfigProblem> problems) {
    Pattern entry = Pattern.compile(Pattern.quote(list) + "\\[([0-9]+)].*");
    Set<Integer> wrong = new HashSet<>();
    for (ConfigProblem problem : problems) {
      Matcher matcher = entry.matcher(problem.key());
      if (matcher.matches()) {
        wrong.add(Integer.valueOf(matcher.group(1)));
      }
    }
    return wrong;
  }
}
