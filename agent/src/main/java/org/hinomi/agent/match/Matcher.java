package org.hinomi.agent.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.agent.watch.journal.JournalEntry;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.sigma.FieldView;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.RuleSet;
import org.hinomi.core.sigma.SigmaRule;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules that a record matches. A rule looks at the records of its log source only:
 *
 * <ul>
 *   <li>{@code product}: absent, {@code linux}, or what is declared for the source;
 *   <li>{@code category}: absent, or what is declared for the source;
 *   <li>{@code service}: absent, what is declared for the source, {@code syslog} for anything of
 *       the system's log, or the program that wrote the record ({@code sshd}, {@code cron}, …).
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class Matcher {
  private static final String SYSTEM_PRODUCT = "linux";
  private static final String ANY_SERVICE = "syslog";

  /** Services whose programs have other names than the service. */
  private static final Map<String, Set<String>> PROGRAMS =
      Map.of(
          "sshd", Set.of("sshd", "sshd-session", "sshd-auth"),
          "cron", Set.of("cron", "crond", "anacron", "crontab"),
          "auditd", Set.of("auditd", "audit", "audispd"),
          "clamav", Set.of("clamd", "freshclam", "clamav"));

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
    String app = first(view, "process.name");
    LogSource source = declared.getOrDefault(record.source(), LogSource.ANY);
    List<RuleMatch> matches = new ArrayList<>(0);
    for (SigmaRule rule :
        rules.match(view, new Kind(source, app), wanted -> concerns(wanted, source, app))) {
      matches.add(new RuleMatch(record, rule, report(record, rule, view)));
    }
    return matches;
  }

  /** All that decides which log sources a record is of. */
  private record Kind(LogSource source, @Nullable String app) {}

  private static FieldView view(WatchedRecord record) {
    return record.kind().equals(AgentFrame.KIND_JOURNALD)
        ? new JournalFields(JournalEntry.read(record.original()))
        : LineFields.of(new String(record.original(), StandardCharsets.UTF_8));
  }

  private static boolean concerns(LogSource rule, LogSource source, @Nullable String app) {
    return (is(rule.product(), SYSTEM_PRODUCT) || is(rule.product(), source.product()))
        && is(rule.category(), source.category())
        && (is(rule.service(), source.service()) || isService(rule.service(), app));
  }

  private static boolean is(@Nullable String wanted, @Nullable String given) {
    return wanted == null || wanted.equalsIgnoreCase(given);
  }

  private static boolean isService(@Nullable String service, @Nullable String app) {
    if (service == null || app == null) {
      return false;
    }
    String name = service.toLowerCase(Locale.ROOT);
    return name.equals(ANY_SERVICE)
        || PROGRAMS.getOrDefault(name, Set.of(name)).contains(app.toLowerCase(Locale.ROOT));
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
