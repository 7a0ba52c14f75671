package org.hinomi.collector.notify.webhook;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Language;

/**
 * One HTTP receiver.
 *
 * @param url a secret: those of chats carry the right to write there
 * @param template JSON to fill; ours where there is none
 * @param key what the template puts in as <code>{{key}}</code>, as PagerDuty's routing key
 * @param signing what the body is signed with
 * @param trust PEM certificates that the server's must lead to; those that Java trusts where empty
 * @param language of the texts for nobody in particular
 */
public record WebhookSettings(
    String name,
    Secret url,
    Optional<Path> template,
    Optional<Secret> key,
    Optional<Secret> signing,
    Optional<Path> trust,
    Language language,
    ZoneId zone,
    Duration timeout) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  public WebhookSettings {
    requireNonNull(name, "name");
    requireNonNull(url, "url");
  }

  /**
   * @param names of the channels before, to which this one's is added
   */
  public static WebhookSettings read(Section s, Set<String> names, Language language) {
    String name = s.uniqueName("name", names);
    Secret url = s.requiredSecret("url");
    boolean given = s.has("url") || s.has("url-file") || s.has("url-env");
    if (given && !isUrl(url.reveal())) {
      s.problem(
          s.has("url") ? "url" : s.has("url-file") ? "url-file" : "url-env",
          "<secret>",
          "http://HOST/… or https://HOST/…");
    }
    return new WebhookSettings(
        name,
        url,
        s.existingFile("template").optional(),
        s.optionalSecret("key"),
        s.optionalSecret("signing-key"),
        s.existingFile("trust").optional(),
        s.oneOf("language", Language.class).orElse(language),
        ZoneId.systemDefault(),
        s.duration("timeout", SHORTEST, LONGEST).orElse(TIMEOUT));
  }

  /** Whether a text is the address of something that speaks HTTP. */
  public static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text.strip());
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || "http".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
