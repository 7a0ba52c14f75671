package org.hinomi.collector.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Glob;

/**
 * Reads {@code conf/rules/sources.yaml}; the comments there are the manual. Problems go to the
 * section, with file and line.
 */
public final class SourceSettings {
  /** Name of the file in the folder of the rules. */
  public static final String NAME = "sources.yaml";

  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(31);

  private enum In {
    ALWAYS,
    WORKING
  }

  private SourceSettings() {}

  /** The rules in the order in which they count; the last is about all that others are not. */
  public static List<SourceRule> read(Section top) {
    boolean learn = top.bool("learn").orElse(true);
    List<SourceRule> rules = new ArrayList<>();
    for (Section s : top.sections("sources")) {
      rules.add(rule(s));
    }
    HostGroup all = new HostGroup("all", List.of(new Glob("*")));
    rules.add(
        new SourceRule(all, List.of(), Optional.empty(), false, OptionalLong.empty(), !learn));
    return rules;
  }

  private static SourceRule rule(Section s) {
    List<Glob> hosts = s.text("hosts").list(List.of("*")).stream().map(Glob::new).toList();
    List<Glob> logs = s.text("logs").list().stream().map(Glob::new).toList();
    boolean off = s.bool("off").orElse(false);
    SourceRule rule =
        new SourceRule(
            new HostGroup(hosts.toString().toLowerCase(Locale.ROOT), hosts),
            logs,
            s.duration("every", SHORTEST, LONGEST).optional(),
            s.oneOf("in", In.class).orElse(In.ALWAYS) == In.WORKING,
            s.integer("flood", 1, Long.MAX_VALUE)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()),
            off);
    if (off && (s.has("every") || s.has("flood") || s.has("in"))) {
      s.problem("off", "true, beside what is expected", "off: true alone, or every, in and flood");
    }
    return rule;
  }
}
