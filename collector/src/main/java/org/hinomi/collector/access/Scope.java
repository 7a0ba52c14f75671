package org.hinomi.collector.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do. Each stands for itself alone, but {@link #ADMIN} for all. */
public enum Scope {
  /** Ask the history, metrics, alerts, reviews. */
  READ,
  /** See to alerts; review and sign. */
  REVIEW,
  /** Say what is told: silences and rules. */
  WRITE_RULES,
  /** Bring records in. */
  IMPORT,
  /** Everything, such as what is kept and for how long. */
  ADMIN;

  /** As users write it: {@code write-rules}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The scope that is written so. */
  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** All words, with commas between. */
  public static String words(Set<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(","));
  }

  /**
   * The scopes of words with commas between.
   *
   * @throws IllegalArgumentException where one is none, saying which
   */
  public static Set<Scope> parse(String words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words.split(",", -1)) {
      scopes.add(
          of(word.strip())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          word + " (expected: " + words(EnumSet.allOf(Scope.class)) + ")")));
    }
    return Set.copyOf(scopes);
  }

  /** Whether who has {@code scopes} may do what wants this one. */
  public boolean in(Set<Scope> scopes) {
    return scopes.contains(this) || scopes.contains(ADMIN);
  }
}
