package org.hinomi.collector.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.hinomi.collector.notify.text.Html;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** A plain page without scripts. */
final class Page {
  private static final String STYLE =
      "body{font:18px system-ui,sans-serif;margin:2em auto;max-width:32em;padding:0 1em}"
          + "button{font:inherit;padding:.6em 1.4em}input{font:inherit}";

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private Page() {}

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }

  /** The language that a request asks for, else the first that the browser prefers. */
  static Language language(ServerRequest request) {
    if (request.query().contains("lang")) {
      return Api.reader(request);
    }
    String accepted = request.headers().first(HeaderNames.ACCEPT_LANGUAGE).orElse("");
    return accepted.toLowerCase(Locale.ROOT).startsWith("ja") ? Language.JA : Language.EN;
  }

  static void send(ServerResponse response, Status status, Messages words, String content) {
    Language language = words.language();
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .header("Content-Security-Policy", POLICY)
        .send(
            ("<!DOCTYPE html><html lang=\""
                    + language.locale().getLanguage()
                    + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                    + " content=\"width=device-width\"><title>Hinomi</title><style>"
                    + STYLE
                    + "</style></head><body><h1>Hinomi</h1>"
                    + content
                    + "</body></html>\n")
                .getBytes(UTF_8));
  }

  static String paragraph(String text) {
    return "<p>" + Html.escape(text) + "</p>";
  }
}
