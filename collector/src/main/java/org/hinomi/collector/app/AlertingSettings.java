package org.hinomi.collector.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.alert.AlertSettings;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Glob;

/** The section {@code alerts}: how alerts are told, grouped and ranked. */
final class AlertingSettings {
  private static final Duration LONGEST = Duration.ofDays(7);

  private AlertingSettings() {}

  static AlertSettings read(Section s) {
    AlertSettings usual = AlertSettings.DEFAULT;
    Section flapping = s.section("flapping");
    List<AlertSettings.Inhibition> inhibitions = new ArrayList<>();
    for (Section inhibit : s.sections("inhibit")) {
      inhibitions.add(
          new AlertSettings.Inhibition(
              globs(inhibit.text("source").oneOrMore()),
              globs(inhibit.text("target").oneOrMore()),
              inhibit.text("equal").list(List.of("host.name"))));
    }
    return new AlertSettings(
        s.text("group-by").list(usual.groupBy()),
        new AlertSettings.Flapping(
            Math.toIntExact(
                flapping.integer("raises", 1, 1000).orElse((long) usual.flapping().raises())),
            flapping
                .duration("within", Duration.ofMinutes(1), LONGEST)
                .orElse(usual.flapping().within())),
        s.has("inhibit") ? inhibitions : usual.inhibitions(),
        new HostGroup("important", globs(s.text("important-hosts").list())),
        new HostGroup("unimportant", globs(s.text("unimportant-hosts").list())),
        s.has("privileged-accounts")
            ? globs(
                s.text("privileged-accounts").list().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList())
            : usual.persons());
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::new).toList();
  }
}
