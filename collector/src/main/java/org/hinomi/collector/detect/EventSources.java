package org.hinomi.collector.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sigma.EventSource;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.RuleMatcher;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;

/**
 * Says which rules can match an event at all, by where it comes from. A record of syslog, of a
 * journal or of a file is one of Linux and of its program, unless the settings declare something
 * else for its host or program; a Windows event is of its channel, provider and id, whether an
 * agent read it or Snare, NXLog or Windows' SNMP service sent it; an SNMP notification is of the
 * service {@code snmptrap}. For one thread.
 */
final class EventSources {
  /** Names come from the network: more are looked up anew each time. */
  private static final int REMEMBERED = 4_096;

  private static final LogSource SNMP = new LogSource(null, null, "snmptrap");
  private static final String SYSMON_FOR_LINUX = "Linux-Sysmon";
  private static final String SYSTEM = "System";
  private static final String SECURITY = "Security";

  /** A trap does not name the log; the logs of those that Windows itself has, in lower case. */
  private static final Map<String, String> CHANNELS =
      Map.ofEntries(
          Map.entry("eventlog", SYSTEM),
          Map.entry("volsnap", SYSTEM),
          Map.entry("disk", SYSTEM),
          Map.entry("ntfs", SYSTEM),
          Map.entry("microsoft-windows-ntfs", SYSTEM),
          Map.entry("user32", SYSTEM),
          Map.entry("service control manager", SYSTEM),
          Map.entry("microsoft-windows-kernel-power", SYSTEM),
          Map.entry("microsoft-windows-kernel-general", SYSTEM),
          Map.entry("microsoft-windows-power-troubleshooter", SYSTEM),
          Map.entry("microsoft-windows-wer-systemerrorreporting", SYSTEM),
          Map.entry("storahci", SYSTEM),
          Map.entry("stornvme", SYSTEM),
          Map.entry("security", SECURITY),
          Map.entry("microsoft-windows-security-auditing", SECURITY));

  private final RuleMatcher matcher;
  private final List<EventRules.DeclaredSource> declared;
  private final Map<LogSource, Map<String, RuleMatcher.Choice>> byProgram = new HashMap<>();
  private final Map<String, List<EventRules.DeclaredSource>> byHost = new HashMap<>();
  private final Map<String, RuleMatcher.Choice> undeclared;
  private final RuleMatcher.Choice snmp;

  EventSources(RuleMatcher matcher, List<EventRules.DeclaredSource> declared) {
    this.matcher = matcher;
    this.declared = declared;
    this.undeclared = byProgram.computeIfAbsent(LogSource.ANY, s -> new HashMap<>());
    this.snmp = matcher.choose(new EventSource(null, SNMP, null, null, null, null));
  }

  /**
   * The rules that can match an event.
   *
   * @param isWindows what {@link #isWindows} says of it
   */
  RuleMatcher.Choice choose(Event event, boolean isWindows) {
    if (isWindows) {
      return windows(event);
    }
    if (event.transport() == Transport.SNMP) {
      return snmp;
    }
    String program = event.app() == null ? "" : event.app();
    if (declared.isEmpty()) {
      RuleMatcher.Choice known = undeclared.get(program);
      return known == null ? choose(LogSource.ANY, program, undeclared) : known;
    }
    LogSource source = source(event.host(), program);
    Map<String, RuleMatcher.Choice> programs =
        byProgram.computeIfAbsent(source, s -> new HashMap<>());
    RuleMatcher.Choice known = programs.get(program);
    return known == null ? choose(source, program, programs) : known;
  }

  /** Whether it is an event of Windows, by whatever way it came. */
  static boolean isWindows(Event event) {
    return event.fields().get(Fields.WINLOG_CHANNEL) != null
        || isRecord(event)
        || event.transport() == Transport.SNMP && event.fields().get(Fields.WINLOG_TASK) != null;
  }

  /** Whether it is the record of an event of Windows itself, with all that this has. */
  static boolean isRecord(Event event) {
    return event.identity() != null
        && AgentFrame.KIND_WINEVENT.equals(event.fields().get(Fields.AGENT_KIND));
  }

  private RuleMatcher.Choice choose(
      LogSource source, String program, Map<String, RuleMatcher.Choice> programs) {
    String system = source.product() == null ? "linux" : null;
    RuleMatcher.Choice choice =
        matcher.choose(
            new EventSource(system, source, null, null, null, program.isEmpty() ? null : program));
    if (programs.size() < REMEMBERED) {
      programs.put(program, choice);
    }
    return choice;
  }

  private LogSource source(String host, String program) {
    List<EventRules.DeclaredSource> ofHost = byHost.get(host);
    if (ofHost == null) {
      ofHost = declared.stream().filter(s -> fits(s.hosts(), host)).toList();
      if (byHost.size() < REMEMBERED) {
        byHost.put(host, ofHost);
      }
    }
    for (int i = 0; i < ofHost.size(); i++) {
      if (fits(ofHost.get(i).programs(), program)) {
        return ofHost.get(i).is();
      }
    }
    return LogSource.ANY;
  }

  private static boolean fits(List<Glob> globs, String text) {
    return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(text));
  }

  private RuleMatcher.Choice windows(Event event) {
    Map<String, Object> fields = event.fields();
    String provider = fields.get(Fields.EVENT_PROVIDER) instanceof String name ? name : null;
    return matcher.choose(
        new EventSource(
            SYSMON_FOR_LINUX.equals(provider) ? "linux" : "windows",
            event.transport() == Transport.SNMP ? SNMP : LogSource.ANY,
            channel(fields, provider),
            provider,
            fields.get(Fields.EVENT_CODE) instanceof String code ? number(code) : null,
            null));
  }

  private static @Nullable String channel(Map<String, Object> fields, @Nullable String provider) {
    return fields.get(Fields.WINLOG_CHANNEL) instanceof String channel
        ? channel
        : provider == null ? null : CHANNELS.get(provider.toLowerCase(Locale.ROOT));
  }

  /** Ids are 0 to 65535. */
  private static Integer number(String code) {
    try {
      return Integer.valueOf(code);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
