package org.hinomi.collector.app;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.hinomi.core.settings.Section;

/**
 * Where people can say that they see to something.
 *
 * @param url of the console, as people's browsers reach it, without a slash at its end
 * @param valid how long a link can be used
 */
public record AcknowledgeSettings(URI url, Duration valid) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Duration USUAL = Duration.ofDays(3);
  private static final URI NOWHERE = URI.create("http://localhost");

  static AcknowledgeSettings read(Section s) {
    String url =
        s.text("url")
            .where(AcknowledgeSettings::isUrl, "http://HOST:PORT or https://HOST, no ? and #")
            .required();
    return new AcknowledgeSettings(
        isUrl(url) ? URI.create(url.replaceAll("/+$", "")) : NOWHERE,
        s.duration("valid", SHORTEST, LONGEST).orElse(USUAL));
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
