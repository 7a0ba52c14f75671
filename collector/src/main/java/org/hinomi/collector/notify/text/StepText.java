package org.hinomi.collector.notify.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.collector.notify.ChannelWatch;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** A step of an alert in words, from the resource bundle {@code messages} of this package. */
public final class StepText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss XXX", Locale.ROOT);

  /** How far before the alert the proposed search begins. */
  private static final Duration BEFORE = Duration.ofMinutes(30);

  private final Messages words;
  private final FoundText found;
  private final ZoneId zone;

  public StepText(Language language, ZoneId zone) {
    this.words = Messages.of(StepText.class, language);
    this.found = new FoundText(language, zone);
    this.zone = zone;
  }

  /** All of it in a line. */
  public String subject(Transition transition) {
    return Subject.oneLine(
            words.get(
                (FoundText.lasts(transition.rule()) ? "subject.found." : "subject.")
                    + key(transition),
                severity(transition),
                transition.host(),
                Subject.brief(transition),
                found.title(transition),
                value(transition)))
        .replace("]  ", "] ") // an alert over several hosts names none
        .replace(transition.host() + " :", transition.host() + ":"); // and one of a host as a whole
  }

  /** All of it. */
  public List<Block> body(Transition transition) {
    Transition.Match match = transition.match();
    List<Block> text = new ArrayList<>();
    text.add(
        new Block.Paragraph(
            (transition.value().isEmpty() ? Optional.<String>empty() : found.headline(transition))
                .orElseGet(() -> words.get(headline(transition)))));
    field(text, "host", transition.host());
    field(text, "what", labels(transition));
    field(text, "severity", severity(transition));
    field(text, "state", words.get("state." + key(transition)));
    if (match == null) {
      field(text, "metric", transition.metric());
      field(text, "value", value(transition));
    } else {
      field(text, "why", found.why(transition));
      field(text, "count", FoundText.lasts(transition.rule()) ? "" : Long.toString(match.count()));
      field(text, "event", event(match.newest()));
      field(text, "message", match.newest().message());
    }
    if (transition.level().isPresent()) {
      String level = Quantity.text(transition.metric(), transition.level().getAsDouble());
      field(text, transition.kind() == Transition.Kind.CLEARED ? "clear" : "level", level);
    }
    field(text, "since", time(transition.since()));
    field(text, "at", time(transition.at()));
    field(text, "rule", match == null ? transition.rule() : found.title(transition));
    field(text, "rule-level", match == null ? "" : match.level());
    field(text, "rule-id", match == null ? "" : transition.rule());
    field(text, "purpose", words("purpose.", transition.context().purposes()));
    field(text, "cia", words("cia.", transition.context().properties()));
    text.add(new Block.Paragraph(words.get("look")));
    text.addAll(look(transition));
    return text;
  }

  /** Names the step, for below the text. */
  public Block footer(Transition transition) {
    return new Block.Footer(
        words.get("reference", transition.id(), Long.toString(transition.position())));
  }

  private static String headline(Transition transition) {
    String key = key(transition);
    if (transition.labels().containsKey(ChannelWatch.LABEL)) {
      return "headline.channel." + (transition.value().isEmpty() ? "removed" : key);
    }
    String kind = transition.match() == null ? "headline." : "headline.event.";
    return kind + (transition.value().isEmpty() ? "removed" : key);
  }

  private static List<Block> look(Transition transition) {
    Transition.Match match = transition.match();
    List<Block> commands = new ArrayList<>();
    Instant since =
        FoundText.last(transition)
            .filter(last -> last.isBefore(transition.since()))
            .orElse(transition.since());
    String from = since.minus(BEFORE).truncatedTo(ChronoUnit.SECONDS).toString();
    if (transition.labels().containsKey(ChannelWatch.LABEL)) {
      String channel = transition.labels().getOrDefault(ChannelWatch.LABEL, "");
      commands.add(new Block.Command("./hinomi notify test " + shell(channel)));
      return commands;
    }
    if (match == null) {
      String metric =
          transition.metric().isEmpty() ? "" : " --metric " + shell(transition.metric());
      commands.add(
          new Block.Command(
              "./hinomi metrics --host " + shell(transition.host()) + metric + " --from " + from));
    } else {
      commands.add(
          new Block.Command(
              "./hinomi search --from " + from + " journal.position:" + match.newest().position()));
    }
    String query = transition.host().isEmpty() ? "'*:*'" : shell(query(transition.host()));
    commands.add(new Block.Command("./hinomi search --from " + from + " " + query));
    return commands;
  }

  private String words(String prefix, List<String> keys) {
    return keys.stream().map(key -> words.get(prefix + key)).collect(Collectors.joining(", "));
  }

  private String labels(Transition transition) {
    return Subject.labels(transition).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", "));
  }

  String severity(Transition transition) {
    return words.get("severity." + transition.severity().name().toLowerCase(Locale.ROOT));
  }

  /** {@code Microsoft-Windows-Eventlog 1102 (Security)}, as far as it is known. */
  private static String event(Evidence event) {
    String channel = event.channel().isEmpty() ? "" : "(" + event.channel() + ")";
    return String.join(" ", event.provider(), event.code(), channel).strip().replace("  ", " ");
  }

  private String value(Transition transition) {
    if (transition.match() != null) {
      long count = transition.match().count();
      return count == 1 ? words.get("once") : words.get("times", count);
    }
    return transition.value().isPresent()
        ? Quantity.text(transition.metric(), transition.value().getAsDouble())
        : words.get("unknown");
  }

  String time(Instant instant) {
    return TIME.format(instant.atZone(zone)) + " (" + zone.getId() + ")";
  }

  private static String key(Transition transition) {
    return transition.kind().name().toLowerCase(Locale.ROOT);
  }

  private void field(List<Block> text, String key, String value) {
    if (!value.isEmpty()) {
      text.add(new Block.Field(words.get("field." + key), Subject.oneLine(value)));
    }
  }

  private static String query(String host) {
    return "host.name:\"" + host.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** One word for a POSIX shell, whatever a host calls itself. */
  private static String shell(String word) {
    String clean = Subject.oneLine(word);
    return clean.matches("[A-Za-z0-9._:/-]+") ? clean : "'" + clean.replace("'", "'\\''") + "'";
  }
}
