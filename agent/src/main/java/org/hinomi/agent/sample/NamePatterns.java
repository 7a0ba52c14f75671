package org.hinomi.agent.sample;

import java.util.List;
import java.util.regex.Pattern;

/** Names with {@code *} for any characters, as settings write them: {@code loop*}. Immutable. */
final class NamePatterns {
  private final List<Pattern> patterns;

  NamePatterns(List<String> globs) {
    patterns = globs.stream().map(NamePatterns::compile).toList();
  }

  private static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  boolean matches(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
