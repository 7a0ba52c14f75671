package org.hinomi.agent.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.agent.watch.journal.JournalEntry;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.sigma.EventSource;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.RuleSet;
import org.hinomi.core.sigma.SigmaRule;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that a record matches. A rule looks at the records of its log source only ({@link
 * EventSource}): records are of Linux, of the program that wrote them, and of what the settings
 * declare for their source.
 *
 * <p>Thread-safe.
 */
public final class Matcher {
  private final RuleSet rules;
  private final Map<String, LogSource> declared;

  /**
   * @param rules those that are in force
   * @param declared log sources of sources by name, where the settings say one
   */
  public Matcher(List<SigmaRule> rules, Map<String, LogSource> declared) {
    this.rules = new RuleSet(rules);
    this.declared = Map.copyOf(declared);
  }

  /**
   * The rules that the record matches, in the order of loading; records of the agent match none.
   */
  public List<RuleMatch> match(WatchedRecord record) {
    if (rules.rules().isEmpty() || record.kind().equals(AgentFrame.KIND_AGENT)) {
      return List.of();
    }
    FieldView view = view(record);
    EventSource source =
        EventSource.linux(
            first(view, "process.name"), declared.getOrDefault(record.source(), LogSource.ANY));
    List<RuleMatch> matches = new ArrayList<>(0);
    for (SigmaRule rule : rules.match(view, source)) {
      matches.add(new RuleMatch(record, rule, report(record, rule, view)));
    }
    return matches;
  }

  private static FieldView view(WatchedRecord record) {
    return record.kind().equals(AgentFrame.KIND_JOURNALD)
        ? new JournalFields(JournalEntry.read(record.original()))
        : LineFields.of(new String(record.original(), StandardCharsets.UTF_8));
  }

  private static MatchReport report(WatchedRecord record, SigmaRule rule, FieldView view) {
    Level level = rule.level() == null ? Level.MEDIUM : rule.level();
    String message = first(view, "message");
    return new MatchReport(
        rule.key(),
        rule.title(),
        level.word(),
        record.time(),
        first(view, "host.name"),
        record.source(),
        first(view, "event.code"),
        first(view, "process.name"),
        record.kind().equals(AgentFrame.KIND_JOURNALD)
            ? "journal"
            : record.attributes().getOrDefault(AgentFrame.PATH, record.source()),
        message == null ? "" : message);
  }

  private static @Nullable String first(FieldView view, String field) {
    List<String> values = view.values(field);
    return values.isEmpty() ? null : values.getFirst();
  }
}
