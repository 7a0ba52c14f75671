package org.hinomi.collector.notify.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.detect.BuiltIn;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/**
 * What is found without a rule ({@link BuiltIn}) in words, from the resource bundle of this
 * package: what it is called, and why.
 */
public final class FoundText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** Reasons whose values are words of ours. */
  private static final Set<String> WORDS = Set.of("new_on", "new_for", "mailbox", "basis", "said");

  /** Ends the name of a reason that is a time, ISO 8601. */
  private static final String AT = "_at";

  private final Messages words;
  private final ZoneId zone;

  /**
   * @param zone in which times are written
   */
  public FoundText(Language language, ZoneId zone) {
    this.words = Messages.of(FoundText.class, language);
    this.zone = zone;
  }

  /** What people call a rule: what is found without one, in their language. */
  public String title(String rule, String title) {
    return BuiltIn.of(rule).isPresent() ? words.get("found." + rule) : title;
  }

  /** The same by the title alone, where nothing else is known. */
  String title(String title) {
    return Arrays.stream(BuiltIn.values())
        .filter(what -> what.title().equals(title))
        .findFirst()
        .map(what -> words.get("found." + what.key()))
        .orElse(title);
  }

  String title(Transition step) {
    return title(step.rule(), step.title());
  }

  /** What a step says; empty where it is not about what is found without a rule. */
  Optional<String> headline(Transition step) {
    return BuiltIn.of(step.rule())
        .map(what -> what.isUnusual() ? "unusual" : what.key())
        .map(
            what ->
                words.get(
                    (step.kind() == Transition.Kind.CLEARED ? "over." : "headline.found.") + what));
  }

  /** Whether it lasts as long as it is so: how often it came says nothing. */
  public static boolean lasts(String rule) {
    return BuiltIn.of(rule).filter(BuiltIn::lasts).isPresent();
  }

  /** Why it was found; "" for all else. */
  public String why(Transition step) {
    Transition.Match match = step.match();
    SortedMap<String, String> why = match == null ? null : match.newest().why();
    if (why == null || BuiltIn.of(step.rule()).isEmpty()) {
      return "";
    }
    // In the order of their names.
    return words.get("why." + step.rule(), why.entrySet().stream().map(this::figure).toArray());
  }

  /** When what is silent spoke last, where that is known. */
  static Optional<Instant> last(Transition step) {
    Transition.Match match = step.match();
    SortedMap<String, String> why = match == null ? null : match.newest().why();
    try {
      return why == null
          ? Optional.empty()
          : Optional.ofNullable(why.get("last" + AT)).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Object figure(Map.Entry<String, String> reason) {
    if (WORDS.contains(reason.getKey())) {
      return words.get("new." + reason.getValue());
    }
    if (!reason.getKey().endsWith(AT)) {
      return reason.getValue();
    }
    try {
      return TIME.format(Instant.parse(reason.getValue()).atZone(zone));
    } catch (DateTimeException e) {
      return reason.getValue();
    }
  }
}
