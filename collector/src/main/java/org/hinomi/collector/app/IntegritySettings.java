package org.hinomi.collector.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hinomi.core.settings.Section;

/**
 * Where the head of the history goes, so that the history cannot be replaced unseen.
 *
 * @param every how often; not at all where there is neither a file nor a destination
 * @param file to append to, best on another machine
 * @param to names of destinations of {@code notify}: mail and syslog
 */
public record IntegritySettings(Duration every, Optional<Path> file, List<String> to) {
  private static final Duration EVERY = Duration.ofHours(1);

  public IntegritySettings {
    to = List.copyOf(to);
  }

  /** Whether heads go out at all. */
  boolean sends() {
    return file.isPresent() || !to.isEmpty();
  }

  static IntegritySettings read(Section integrity, NotifySettings notify) {
    Section s = integrity.section("head");
    List<String> to = s.text("to").list();
    for (String name : to) {
      boolean known =
          notify.mail().stream().anyMatch(mail -> mail.name().equals(name))
              || notify.syslog().stream().anyMatch(syslog -> syslog.name().equals(name));
      if (!known) {
        s.problem("to", name, "the name of a mail or syslog destination under notify");
      }
    }
    return new IntegritySettings(
        s.duration("every", Duration.ofMinutes(1), Duration.ofDays(7)).orElse(EVERY),
        s.path("file").optional(),
        to);
  }
}
