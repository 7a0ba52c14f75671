package org.hinomi.core.sigma;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link RuleSet} to many events, one after the other, without making anything anew for
 * those that match nothing. For one thread.
 */
public final class RuleMatcher {
  /** Sources that are told at once; most events are of few of them. A power of two. */
  private static final int SOURCES = 256;

  /** Longer names, which somebody makes up, are not kept. */
  private static final int LONGEST_NAME = 256;

  private final RuleSet rules;
  private final Map<RuleIndex, Choice> choices = new IdentityHashMap<>();
  private final @Nullable EventSource[] sources = new EventSource[SOURCES];
  private final Choice[] chosen = new Choice[SOURCES];

  public RuleMatcher(RuleSet rules) {
    this.rules = rules;
  }

  /** The rules that can match events of some sources; to be kept by who knows the source. */
  public static final class Choice {
    private final RuleIndex index;
    private final Trial trial;

    private Choice(RuleIndex index) {
      this.index = index;
      this.trial = index.newTrial();
    }

    /** Whether no rule can match. */
    public boolean isEmpty() {
      return index.isEmpty();
    }

    /**
     * The rules that the event matches, in the order of loading.
     *
     * @param quick a view that has every value that is not empty; what it has decides on literals
     * @param exact the view that decides on all else; asked for less often
     */
    public List<SigmaRule> match(FieldView quick, FieldView exact) {
      return index.isEmpty() ? List.of() : index.match(trial.begin(quick, exact));
    }
  }

  /** The rules that can match events of this source. */
  public Choice choose(EventSource source) {
    int hash = source.hashCode();
    int slot = (hash ^ hash >>> 16) & (SOURCES - 1);
    EventSource known = sources[slot];
    if (known != null && known.equals(source)) {
      return chosen[slot];
    }
    Choice choice = chooseAnew(source);
    if (isShort(source.channel()) && isShort(source.provider()) && isShort(source.program())) {
      sources[slot] = source;
      chosen[slot] = choice;
    }
    return choice;
  }

  private static boolean isShort(@Nullable String name) {
    return name == null || name.length() <= LONGEST_NAME;
  }

  private Choice chooseAnew(EventSource source) {
    if (choices.size() >= RuleSet.SOURCES) {
      choices.clear();
    }
    return choices.computeIfAbsent(rules.index(source), Choice::new);
  }
}
