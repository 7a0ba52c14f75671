package org.hinomi.collector.review.explain;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;

/**
 * Where a language model is.
 *
 * @param url of its API as OpenAI has it, such as {@code http://127.0.0.1:11434/v1}; {@code
 *     /chat/completions} comes behind it
 * @param key sent as a bearer token (RFC 6750)
 * @param timeout for the whole answer
 */
public record ModelSettings(URI url, String model, Optional<Secret> key, Duration timeout) {
  private static final Duration USUAL = Duration.ofMinutes(2);

  /** Reads it. */
  public static ModelSettings read(Section s) {
    String url =
        s.text("url")
            .where(ModelSettings::isUrl, "an address such as http://127.0.0.1:11434/v1")
            .required();
    return new ModelSettings(
        URI.create(isUrl(url) ? url.replaceAll("/+$", "") : "http://127.0.0.1"),
        s.text("model").required(),
        s.optionalSecret("key"),
        s.duration("timeout", Duration.ofSeconds(1), Duration.ofHours(1)).orElse(USUAL));
  }

  private static boolean isUrl(String text) {
    try {
      return text.matches("https?://[^\\s/@?#]+(/[^\\s?#]*)?")
          && URI.create(text).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
