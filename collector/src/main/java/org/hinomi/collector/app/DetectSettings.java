package org.hinomi.collector.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.detect.EventRules;
import org.hinomi.core.settings.Section;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.text.Glob;

/** The section {@code detect}: how rules on events are applied. */
final class DetectSettings {
  private static final Duration LONGEST = Duration.ofDays(7);

  private DetectSettings() {}

  static EventRules.Settings read(Section s) {
    EventRules.Settings usual = EventRules.Settings.DEFAULT;
    List<EventRules.DeclaredSource> sources = new ArrayList<>();
    for (Section source : s.sections("sources")) {
      sources.add(source(source));
    }
    return new EventRules.Settings(
        s.oneOf("lowest-level", Level.class).orElse(usual.lowest()),
        s.duration("quiet", Duration.ofSeconds(1), LONGEST).orElse(usual.quiet()),
        s.duration("late", Duration.ZERO, LONGEST).orElse(usual.late()),
        sources);
  }

  private static EventRules.DeclaredSource source(Section s) {
    EventRules.DeclaredSource source =
        new EventRules.DeclaredSource(
            s.text("hosts").list().stream().map(Glob::new).toList(),
            s.text("programs").list().stream().map(Glob::new).toList(),
            new LogSource(
                s.text("product").optional().orElse(null),
                s.text("category").optional().orElse(null),
                s.text("service").optional().orElse(null)));
    if (!s.has("product") && !s.has("category") && !s.has("service")) {
      s.problem("product", "missing", "product, category or service, as rules write them");
    }
    return source;
  }
}
