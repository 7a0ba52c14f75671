package org.hinomi.collector.notify.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.TrustFile;
import org.hinomi.collector.notify.text.MessageJson;
import org.hinomi.collector.notify.text.Values;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Reason;

/**
 * Posts messages as JSON. What the receiver says it will never take (400, 410, 413, 415, 422) is
 * given up; all else is tried again: addresses and keys are settings that somebody will put right.
 * Redirects are not followed: they would carry a message elsewhere.
 */
public final class WebhookNotifier implements Notifier {
  private static final int LONGEST_ANSWER = 300;

  private final WebhookSettings settings;
  private final Optional<Template> template;
  private final InstantSource clock;
  private final HttpClient client;

  /** Throws IOException where the certificates of {@code trust} cannot be read. */
  public WebhookNotifier(WebhookSettings settings, Optional<Template> template, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.template = template;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    Optional<Path> trust = settings.trust();
    if (trust.isPresent()) {
      try {
        builder.sslContext(TrustFile.context(trust.get()));
      } catch (GeneralSecurityException e) {
        throw new IOException(
            trust.get() + ": " + e.getMessage() + " (expected: PEM certificates)", e);
      }
    }
    client = builder.build();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Delivery deliver(Transition transition) {
    return deliver(GroupMessage.of(transition, name()));
  }

  @Override
  public Delivery deliver(GroupMessage message) {
    Language language =
        message.to().language() == null ? settings.language() : message.to().language();
    ZoneId zone = message.to().zone() == null ? settings.zone() : message.to().zone();
    if (template.isEmpty()) {
      return post(MessageJson.of(message, language, zone), message.id());
    }
    Map<String, String> values = Values.of(message, language, zone);
    settings.key().ifPresent(key -> values.put("key", key.reveal()));
    return post(template.get().fill(values), message.id());
  }

  @Override
  public Delivery tell(Notice notice) {
    if (template.isEmpty()) {
      return post(MessageJson.of(notice, settings.language()), notice.id());
    }
    Map<String, String> values = Values.of(notice, settings.language());
    settings.key().ifPresent(key -> values.put("key", key.reveal()));
    return post(template.get().fill(values), notice.id());
  }

  private Delivery post(byte[] body, String id) {
    Instant now = clock.instant();
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(settings.url().reveal().strip()))
              .timeout(settings.timeout())
              .header("Content-Type", "application/json; charset=utf-8")
              .header("User-Agent", "Hinomi")
              .header("Idempotency-Key", id)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      settings
          .signing()
          .ifPresent(
              key ->
                  request
                      .header(Signature.TIMESTAMP, Long.toString(now.getEpochSecond()))
                      .header(Signature.HEADER, Signature.of(key, now, body)));
      return result(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException | IllegalArgumentException e) {
      return new Delivery.RetryAfter(reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.RetryAfter("interrupted");
    }
  }

  private Delivery result(HttpResponse<InputStream> response) throws IOException {
    String answer;
    try (InputStream body = response.body()) {
      // The request's timeout ends with the head: a body may never come.
      answer =
          CompletableFuture.supplyAsync(() -> said(body), work -> Thread.ofVirtual().start(work))
              .completeOnTimeout("", settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .join();
    }
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Delivery.Delivered();
    }
    String reason = host() + " answered " + status + ": " + answer.replaceAll("\\s+", " ").strip();
    return switch (status) {
      case 400, 410, 413, 415, 422 -> new Delivery.Rejected(reason);
      default -> new Delivery.RetryAfter(reason);
    };
  }

  private static String said(InputStream body) {
    try {
      return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Not the whole address: it may be a secret. */
  private String host() {
    try {
      URI url = URI.create(settings.url().reveal().strip());
      return url.getPort() < 0
          ? String.valueOf(url.getHost())
          : url.getHost() + ":" + url.getPort();
    } catch (IllegalArgumentException e) {
      return "the receiver";
    }
  }

  private String reason(Exception e) {
    return host() + ": " + Reason.of(e).replace(settings.url().reveal().strip(), "<url>");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
