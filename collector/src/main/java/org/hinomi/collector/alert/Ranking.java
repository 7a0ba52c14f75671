package org.hinomi.collector.alert;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.hinomi.collector.alert.Rank.Reason;
import org.hinomi.collector.detect.BuiltIn;
import org.hinomi.collector.detect.NewRecipients;
import org.hinomi.core.text.Glob;

/**
 * Says where to look first: each reason adds its points or takes them away, the sum is cut to
 * 0..100. The weights are chosen so that no reason alone goes before a critical alert of a known
 * kind, and two of them do.
 */
final class Ranking {
  /** An alert that was not raised in so long a time is new. */
  static final Duration MEMORY = Duration.ofDays(30);

  private static final Map<String, Integer> LEVELS =
      Map.of(
          "informational", 5, "low", 10, "medium", 20, "warning", 20, "high", 35, "critical", 45);

  /** Labels that name a person. */
  private static final Set<String> PERSONS =
      Set.of("user.name", "TargetUserName", "SubjectUserName", "user.target.name", "User");

  private final AlertSettings settings;

  Ranking(AlertSettings settings) {
    this.settings = settings;
  }

  /** A step that raises an alert with its rank; others as they are. */
  Transition rank(Connection connection, Transition step) throws SQLException {
    if (step.kind() != Transition.Kind.RAISED) {
      return step;
    }
    long before = TransitionTable.raised(connection, step, step.at().minus(MEMORY));
    return step.with(step.context().with(rank(step, before)));
  }

  /**
   * @param before how often the alert was raised in the last 30 days
   */
  Rank rank(Transition step, long before) {
    List<Reason> reasons = new ArrayList<>();
    String level =
        step.match() == null
            ? step.severity().name().toLowerCase(Locale.ROOT)
            : step.match().level();
    reasons.add(new Reason("severity", level, LEVELS.getOrDefault(level, 20)));
    if (before == 0) {
      reasons.add(new Reason("rarity", "first", 20));
    } else if (before <= 10) {
      reasons.add(new Reason("rarity", Long.toString(before), before <= 2 ? 12 : 5));
    }
    if (settings.important().contains(step.host())) {
      reasons.add(new Reason("host", "important", 20));
    } else if (settings.unimportant().contains(step.host())) {
      reasons.add(new Reason("host", "unimportant", -15));
    }
    switch (step.context().calendar()) {
      case "holiday" -> reasons.add(new Reason("time", "holiday", 15));
      case "off-hours" -> reasons.add(new Reason("time", "off-hours", 10));
      default -> {}
    }
    if (!step.context().maintenance().isEmpty()) {
      reasons.add(new Reason("time", "maintenance", -10));
    }
    person(step, reasons);
    mail(step, reasons);
    reasons.sort(Comparator.comparingInt((Reason r) -> -Math.abs(r.points())));
    int sum = reasons.stream().mapToInt(Reason::points).sum();
    return new Rank(Math.clamp(sum, 0, Rank.MOST), reasons);
  }

  private void person(Transition step, List<Reason> reasons) {
    step.labels().entrySet().stream()
        .filter(label -> PERSONS.contains(label.getKey()))
        .findFirst()
        .ifPresent(
            label -> {
              boolean mighty = isMighty(label.getValue());
              reasons.add(new Reason("person", label.getValue(), mighty ? 15 : 5));
            });
  }

  /** What makes a mail to a stranger one to look at. */
  private static void mail(Transition step, List<Reason> reasons) {
    Transition.Match match = step.match();
    SortedMap<String, String> why = match == null ? null : match.newest().why();
    if (why == null || !step.rule().equals(BuiltIn.FIRST_RECIPIENT.key())) {
      return;
    }
    if (number(why, "bytes") >= NewRecipients.LARGE) {
      reasons.add(new Reason("mail", "large", 15));
    }
    if (number(why, "recipients") >= NewRecipients.MANY) {
      reasons.add(new Reason("mail", "many-recipients", 10));
    }
    if ("private".equals(why.get("mailbox"))) {
      reasons.add(new Reason("mail", "private-mailbox", 15));
    }
    if ("house".equals(why.get("new_for"))) {
      reasons.add(new Reason("mail", "new-to-house", 5));
    }
  }

  private static long number(SortedMap<String, String> why, String name) {
    String text = why.getOrDefault(name, "");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private boolean isMighty(String person) {
    String name = person.toLowerCase(Locale.ROOT);
    for (Glob glob : settings.persons()) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
