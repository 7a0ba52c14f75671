package org.hinomi.core.sigma;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Many rules at once. Which of them can match an event at all is decided by its source ({@link
 * EventSource}): by their log sources, and by what they ask of channel, provider, event id and
 * program. For those that are left an index is made when the first such event comes ({@link
 * RuleIndex}).
 *
 * <p>All logs, providers, event ids and programs that neither a rule nor a log source names count
 * as one each, so that names made up by a sender cost nothing.
 *
 * <p>Thread-safe. The answer is that of trying each rule in turn.
 */
public final class RuleSet {
  /**
   * Sources whose rules are remembered. Then all begin anew: senders may make up logs and providers
   * of Windows, and those that do must not stay in the place of real ones.
   */
  static final int SOURCES = 4_096;

  private final List<SigmaRule> rules;

  /** The rules that ask something which the source answers. */
  private final BitSet asking = new BitSet();

  private final Map<LogSource, BitSet> byLogSource = new HashMap<>();
  private final Set<String> words = new HashSet<>(LogSources.TABLE.words());
  private final Map<EventSource, RuleIndex> bySource = new ConcurrentHashMap<>();
  private final Map<BitSet, RuleIndex> indexes = new ConcurrentHashMap<>();

  /** Takes the rules; their order is that of the answers. */
  public RuleSet(List<SigmaRule> rules) {
    this.rules = List.copyOf(rules);
    for (int i = 0; i < this.rules.size(); i++) {
      SigmaRule rule = this.rules.get(i);
      asking.set(i, SourceAnswer.isAsked(rule.detection()));
      byLogSource.computeIfAbsent(rule.logSource(), s -> new BitSet()).set(i);
      if (rule.logSource().service() != null) {
        words.add(fold(rule.logSource().service()));
      }
      addWords(rule.detection());
    }
  }

  private void addWords(Detection detection) {
    switch (detection) {
      case Detection.And and -> and.parts().forEach(this::addWords);
      case Detection.Or or -> or.parts().forEach(this::addWords);
      case Detection.Not not -> addWords(not.part());
      case Detection.Field field -> {
        String word = SourceAnswer.word(field);
        if (word != null) {
          words.add(fold(word));
        }
      }
      case Detection.Keyword _, Detection.Exists _, Detection.Null _, Detection.Reference _ -> {}
    }
  }

  /** So that words are the same which are the same to the table of log sources or to a rule. */
  private static String fold(String word) {
    return Pattern.fold(word).toLowerCase(Locale.ROOT);
  }

  /** The rules, in the order of loading. */
  public List<SigmaRule> rules() {
    return rules;
  }

  /**
   * The rules that an event matches, in the order of loading.
   *
   * @param source what decides which rules look at it
   */
  public List<SigmaRule> match(FieldView event, EventSource source) {
    return index(source).match(event);
  }

  /** The rules that can match events of this source. */
  RuleIndex index(EventSource source) {
    EventSource key = known(source);
    RuleIndex index = bySource.get(key);
    if (index != null) {
      return index;
    }
    if (bySource.size() >= SOURCES) {
      bySource.clear();
    }
    if (indexes.size() >= SOURCES) {
      indexes.clear();
    }
    BitSet chosen = new BitSet(rules.size());
    byLogSource.forEach(
        (logSource, its) -> {
          if (LogSources.TABLE.concerns(logSource, key)) {
            chosen.or(its);
          }
        });
    for (int i = asking.nextSetBit(0); i >= 0; i = asking.nextSetBit(i + 1)) {
      if (chosen.get(i) && SourceAnswer.of(rules.get(i).detection(), key) == SourceAnswer.NO) {
        chosen.clear(i);
      }
    }
    index =
        indexes.computeIfAbsent(
            chosen, c -> new RuleIndex(c.stream().mapToObj(rules::get).toList()));
    bySource.put(key, index);
    return index;
  }

  private EventSource known(EventSource source) {
    Integer id = source.eventId();
    return new EventSource(
        source.system(),
        source.declared(),
        known(source.channel()),
        known(source.provider()),
        id == null || words.contains(id.toString()) ? id : SourceAnswer.OTHER_ID,
        known(source.program()));
  }

  private @Nullable String known(@Nullable String word) {
    return word == null || words.contains(fold(word)) ? word : SourceAnswer.OTHER;
  }
}
