package org.hinomi.collector.app;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.core.settings.Section;

/**
 * What the collector does with log reviews by itself.
 *
 * @param reports that are mailed
 */
public record ReviewSettings(List<ReportSettings> reports) {
  static final ReviewSettings NONE = new ReviewSettings(List.of());

  public ReviewSettings {
    reports = List.copyOf(reports);
  }

  static ReviewSettings read(Section s, NotifySettings notify) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> mail =
        notify.mail().stream().map(NotifySettings.Mail::name).collect(Collectors.toSet());
    return new ReviewSettings(
        s.sections("reports").stream()
            .map(each -> ReportSettings.read(each, names, mail))
            .toList());
  }
}
