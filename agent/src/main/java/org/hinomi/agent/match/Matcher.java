package org.hinomi.agent.match;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.agent.watch.journal.JournalEntry;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.sigma.EventSource;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.RuleSet;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.WindowsFields;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.MalformedEventException;
import org.hinomi.core.windows.WindowsEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that a record matches. A rule looks at the records of its log source only ({@link
 * EventSource}): an event of Windows by its channel, provider and id; any other record is of Linux,
 * of the program that wrote it, and of what the settings declare for its source.
 *
 * <p>Thread-safe.
 */
public final class Matcher {
  private final RuleSet rules;
  private final Map<String, LogSource> declared;
  private final InstantSource clock;
  private final Map<SigmaRule, Repeats> repeats = new IdentityHashMap<>();

  /**
   * @param rules those that are in force
   * @param declared log sources of sources by name, where the settings say one
   * @param clock the time of records without one of their own
   */
  public Matcher(List<SigmaRule> rules, Map<String, LogSource> declared, InstantSource clock) {
    this.rules = new RuleSet(rules);
    this.declared = Map.copyOf(declared);
    this.clock = clock;
    for (SigmaRule rule : rules) {
      if (rule.repetition() != null) {
        repeats.put(rule, new Repeats(rule.repetition()));
      }
    }
  }

  /**
   * The rules that the record matches, in the order of loading; records of the agent match none. A
   * rule that wants repetitions matches with the last of them.
   */
  public List<RuleMatch> match(WatchedRecord record) {
    if (rules.rules().isEmpty() || record.kind().equals(AgentFrame.KIND_AGENT)) {
      return List.of();
    }
    WindowsEvent event = null;
    FieldView view;
    EventSource source;
    switch (record.kind()) {
      case AgentFrame.KIND_WINEVENT -> {
        try {
          event = EventXml.read(record.original());
        } catch (MalformedEventException e) {
          return List.of(); // recorded as it is, with the reason, by the collector
        }
        view = new WindowsFields(event);
        source = EventSource.of(event);
      }
      case AgentFrame.KIND_JOURNALD -> {
        view = new JournalFields(JournalEntry.read(record.original()));
        source = linux(record, view);
      }
      case AgentFrame.KIND_UTMP, AgentFrame.KIND_BOOT -> {
        view = UnixFields.of(record);
        source = linux(record, view);
      }
      default -> {
        view = LineFields.of(new String(record.original(), charset(record)));
        source = linux(record, view);
      }
    }
    List<RuleMatch> matches = new ArrayList<>(0);
    for (SigmaRule rule : rules.match(view, source)) {
      Repeats wanted = repeats.get(rule);
      Instant time = record.time() == null ? clock.instant() : record.time();
      if (wanted == null || wanted.add(time)) {
        matches.add(new RuleMatch(record, rule, report(record, rule, view, event)));
      }
    }
    return matches;
  }

  private static Charset charset(WatchedRecord record) {
    String name = record.attributes().get(AgentFrame.CHARSET);
    return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
  }

  private EventSource linux(WatchedRecord record, FieldView view) {
    return EventSource.linux(
        first(view, "process.name"), declared.getOrDefault(record.source(), LogSource.ANY));
  }

  private static MatchReport report(
      WatchedRecord record, SigmaRule rule, FieldView view, @Nullable WindowsEvent event) {
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
        first(view, event == null ? "process.name" : "event.provider"),
        channel(record, event),
        message == null ? "" : message,
        event);
  }

  private static String channel(WatchedRecord record, @Nullable WindowsEvent event) {
    if (event != null) {
      return Objects.requireNonNullElse(event.system().channel(), record.stream());
    }
    return record.kind().equals(AgentFrame.KIND_JOURNALD)
        ? "journal"
        : record.attributes().getOrDefault(AgentFrame.PATH, record.source());
  }

  private static @Nullable String first(FieldView view, String field) {
    List<String> values = view.values(field);
    return values.isEmpty() ? null : values.getFirst();
  }
}
