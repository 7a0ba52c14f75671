package org.hinomi.collector.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.hinomi.collector.keep.HeadSender;
import org.hinomi.collector.keep.stamp.TimeStampClient;
import org.hinomi.collector.notify.TrustFile;
import org.hinomi.collector.notify.webhook.WebhookSettings;
import org.hinomi.core.settings.Section;

/**
 * Where the head of the history goes, so that the history cannot be replaced unseen.
 *
 * @param every how often; not at all where there is neither a file nor a destination
 * @param file to append to, best on another machine
 * @param to names of destinations of {@code notify}: mail and syslog
 * @param stamps who gives time stamps over heads
 */
public record IntegritySettings(
    Duration every, Optional<Path> file, List<String> to, Optional<TimeStamps> stamps) {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration STAMP_EVERY = Duration.ofDays(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * An authority for time stamps (RFC 3161).
   *
   * @param trust PEM certificates that its server's must lead to, at https; empty: whom Java trusts
   */
  public record TimeStamps(URI url, Duration every, Optional<Path> trust) {

    HeadSender.Stamping stamping() throws IOException {
      try {
        Optional<SSLContext> tls =
            trust.isPresent() ? Optional.of(TrustFile.context(trust.get())) : Optional.empty();
        return new HeadSender.Stamping(new TimeStampClient(url, tls, TIMEOUT), every);
      } catch (GeneralSecurityException e) {
        throw new IOException(
            trust.map(Path::toString).orElse("")
                + ": "
                + e.getMessage()
                + " (expected: PEM certificates)",
            e);
      }
    }

    private static Optional<TimeStamps> read(Section head) {
      if (!head.has("time-stamp")) {
        return Optional.empty();
      }
      Section s = head.section("time-stamp");
      String url =
          s.text("url").where(WebhookSettings::isUrl, "http://HOST/… or https://HOST/…").required();
      return Optional.of(
          new TimeStamps(
              WebhookSettings.isUrl(url) ? URI.create(url.strip()) : URI.create("http://invalid/"),
              s.duration("every", Duration.ofMinutes(1), Duration.ofDays(31)).orElse(STAMP_EVERY),
              s.existingFile("trust").optional()));
    }
  }

  public IntegritySettings {
    to = List.copyOf(to);
  }

  /** Whether heads go out at all. */
  boolean sends() {
    return file.isPresent() || !to.isEmpty() || stamps.isPresent();
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
        to,
        TimeStamps.read(s));
  }
}
