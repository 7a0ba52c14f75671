package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.collector.notify.route.CalendarSpan;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.route.RoutingSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.SettingsLoader;
import org.hinomi.core.text.Language;

/**
 * Who is told of what, as far as the settings are right.
 *
 * @param problems what is wrong; it is left out
 */
record RoutingFile(Routing routing, List<ConfigProblem> problems) {
  RoutingFile {
    problems = List.copyOf(problems);
  }

  /** The calendars that the settings name, as far as they are right. */
  static Calendars calendars(Optional<Path> folder) {
    try {
      return folder.isEmpty()
          ? Calendars.NONE
          : CalendarFolder.read(folder.get(), System.getenv()).calendars();
    } catch (IOException e) {
      return Calendars.NONE; // whoever needs them says so
    }
  }

  /** Reads the file that the settings name; where there is none, all channels are told of all. */
  static RoutingFile read(
      NotifySettings notify, Calendars calendars, Language language, InstantSource clock) {
    RoutingSettings.Channels channels = notify.channels();
    Optional<SettingsLoader.Reading<Routing>> reading =
        notify.routing().map(file -> read(file, channels, calendars, language, clock));
    Routing everyone = Routing.everyone(channels.alone(), channels.mail(), ZoneId.systemDefault());
    return new RoutingFile(
        reading.flatMap(SettingsLoader.Reading::value).orElse(everyone),
        reading.map(SettingsLoader.Reading::problems).orElse(List.of()));
  }

  static SettingsLoader.Reading<Routing> read(
      Path file,
      RoutingSettings.Channels channels,
      Calendars calendars,
      Language language,
      InstantSource clock) {
    return new SettingsLoader(System.getenv())
        .tolerate(
            file,
            top ->
                RoutingSettings.read(
                    top, channels, CalendarSpan.all(calendars), language, clock.instant()));
  }
}
