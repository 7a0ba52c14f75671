package org.hinomi.collector.notify.text;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** A message about a group of alerts in words, from the resource bundle of this package. */
public final class GroupText {
  private final Messages words;
  private final StepText steps;
  private final FoundText found;

  /**
   * @param zone in which times are written
   */
  public GroupText(Language language, ZoneId zone) {
    words = Messages.of(GroupText.class, language);
    steps = new StepText(language, zone);
    found = new FoundText(language, zone);
  }

  /** All of it in a line. */
  public String subject(GroupMessage message) {
    Transition only = message.only();
    if (message.reason() == Reason.TEST) {
      return words.get("group.test", message.to().channel());
    }
    if (only != null && ownWords(message)) {
      return steps.subject(only);
    }
    String key =
        switch (message.reason()) {
          case FIRST, UPDATE -> "group.subject";
          case STORM -> message.counts().all() == 0 ? "group.subject.still" : "group.subject.storm";
          default -> "group.subject." + lower(message.reason());
        };
    return Subject.oneLine(
        words.get(
            key,
            severity(message),
            Long.toString(count(message)),
            about(message),
            Integer.toString(message.escalation()),
            message.team()));
  }

  /** A single alert says more in its own words than in those of a group. */
  private static boolean ownWords(GroupMessage message) {
    return switch (message.reason()) {
      case FIRST, UPDATE, RESOLVED -> true;
      default -> false;
    };
  }

  private static long count(GroupMessage message) {
    return switch (message.reason()) {
      case REPEAT, ESCALATION -> message.open();
      case STORM -> message.counts().all() == 0 ? message.open() : message.counts().all();
      case DIGEST -> message.counts().all();
      case RESOLVED -> message.counts().cleared();
      case FIRST, UPDATE, TEST ->
          message.counts().raised() == 0 ? message.counts().all() : message.counts().raised();
    };
  }

  /** What the alerts are about, as far as it can be said of all of them. */
  private String about(GroupMessage message) {
    String rule =
        message.steps().stream().map(Transition::title).distinct().limit(2).count() == 1
            ? found.title(message.steps().getFirst())
            : message.rules().keySet().stream()
                .limit(3)
                .map(found::title)
                .collect(Collectors.joining(", "));
    String host =
        message.steps().stream().map(Transition::host).distinct().limit(2).count() == 1
            ? message.steps().getFirst().host()
            : "";
    return (host + " " + rule).strip();
  }

  /** All of it. */
  public List<Block> body(GroupMessage message) {
    Transition only = message.only();
    List<Block> text = new ArrayList<>();
    if (message.reason() == Reason.TEST) {
      text.add(new Block.Paragraph(words.get("group.test.body", message.to().channel())));
      return text;
    }
    if (only != null && ownWords(message)) {
      text.addAll(steps.body(only));
    } else {
      several(message, text);
    }
    if (message.acknowledge() != null) {
      text.add(new Block.Paragraph(words.get("group.acknowledge")));
      text.add(new Block.Link(words.get("group.acknowledge.button"), message.acknowledge()));
    }
    text.add(
        only != null && ownWords(message)
            ? steps.footer(only)
            : new Block.Footer(words.get("group.reference", message.thread(), message.team())));
    return text;
  }

  private void several(GroupMessage message, List<Block> text) {
    text.add(
        new Block.Paragraph(
            words.get(
                "group.headline." + lower(message.reason()),
                Integer.toString(message.escalation()))));
    if (message.reason() == Reason.STORM && message.escalation() > 0) {
      text.add(
          new Block.Paragraph(
              words.get("group.headline.escalation", Integer.toString(message.escalation()))));
    }
    field(text, "group.severity", severity(message));
    field(text, "group.open", Long.toString(message.open()));
    GroupMessage.Counts counts = message.counts();
    if (counts.all() > 0) {
      field(
          text,
          "group.counts",
          words.get(
              "group.counts.value",
              Long.toString(counts.raised()),
              Long.toString(counts.changed()),
              Long.toString(counts.cleared())));
    }
    field(
        text,
        "group.common",
        message.group().entrySet().stream()
            .filter(label -> !label.getValue().isEmpty())
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(", ")));
    field(text, "group.since", steps.time(message.since()));
    field(text, "group.team", message.team());
    text.add(new Block.Paragraph(words.get("group.alerts")));
    message.steps().forEach(step -> text.add(item(step)));
    long hidden = (counts.all() > 0 ? counts.all() : message.open()) - message.steps().size();
    if (hidden > 0) {
      text.add(new Block.Item(false, words.get("group.more", Long.toString(hidden))));
    }
    if (message.rules().size() > 1) {
      text.add(new Block.Paragraph(words.get("group.rules")));
      for (Map.Entry<String, Long> rule : message.rules().entrySet()) {
        text.add(
            new Block.Item(
                false, Subject.oneLine(found.title(rule.getKey()) + ": " + rule.getValue())));
      }
    }
    text.add(new Block.Paragraph(words.get("look")));
    text.add(new Block.Command("./hinomi alerts"));
  }

  private Block item(Transition step) {
    boolean urgent =
        step.severity() == Transition.Severity.CRITICAL && step.kind() != Transition.Kind.CLEARED;
    return new Block.Item(urgent, steps.subject(step) + " (" + steps.time(step.at()) + ")");
  }

  /** A few lines for a chat: what the mail has without how to look closer. */
  public String brief(GroupMessage message) {
    StringBuilder text = new StringBuilder();
    for (Block block : body(message)) {
      switch (block) {
        case Block.Field(String label, String value) ->
            text.append(label.strip()).append(' ').append(value).append('\n');
        case Block.Item(boolean _, String line) -> text.append("- ").append(line).append('\n');
        default -> {}
      }
    }
    return text.isEmpty() ? subject(message) : text.toString().strip();
  }

  private String severity(GroupMessage message) {
    return words.get("severity." + lower(message.severity()));
  }

  private void field(List<Block> text, String key, String value) {
    if (!value.isEmpty()) {
      text.add(new Block.Field(words.get(key), Subject.oneLine(value)));
    }
  }

  /** Colour of the bar above a mail. */
  public static String colour(GroupMessage message) {
    if (message.reason() == Reason.RESOLVED || message.reason() == Reason.TEST) {
      return "#1b7f3b";
    }
    return message.severity() == Transition.Severity.CRITICAL ? "#b00020" : "#c77700";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
