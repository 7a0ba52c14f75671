package org.hinomi.collector.app;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.collector.review.explain.ModelSettings;
import org.hinomi.core.settings.Section;

/**
 * What the collector does with log reviews by itself.
 *
 * @param reports that are mailed
 * @param model that explains reviews when somebody asks; nothing is sent anywhere when empty
 */
public record ReviewSettings(List<ReportSettings> reports, Optional<ModelSettings> model) {
  static final ReviewSettings NONE = new ReviewSettings(List.of(), Optional.empty());

  public ReviewSettings {
    reports = List.copyOf(reports);
  }

  static ReviewSettings read(Section s, NotifySettings notify) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> mail =
        notify.mail().stream().map(NotifySettings.Mail::name).collect(Collectors.toSet());
    return new ReviewSettings(
        s.sections("reports").stream().map(each -> ReportSettings.read(each, names, mail)).toList(),
        s.optionalSection("model").map(ModelSettings::read));
  }
}
