package org.hinomi.collector.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.calendar.CalendarSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.FileChecker;
import org.hinomi.core.settings.SettingsLoader;

/** {@code hinomi check} for calendars. */
public final class CalendarsChecker implements FileChecker {

  @Override
  public String kind() {
    return "calendars (working, zone)";
  }

  @Override
  public Recognition recognises(Path file, Set<String> topKeys) {
    Path folder = file.toAbsolutePath().getParent();
    return Recognition.of(
        folder != null && String.valueOf(folder.getFileName()).equals("calendars"),
        topKeys.contains("working"));
  }

  @Override
  public List<ConfigProblem> check(Path file) {
    return new SettingsLoader(Map.of()).check(file, CalendarSettings::check);
  }
}
