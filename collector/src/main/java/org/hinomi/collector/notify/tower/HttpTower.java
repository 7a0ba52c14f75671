package org.hinomi.collector.notify.tower;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.text.Reason;

/** {@code GET /api/control?alert=DIGITS}. */
final class HttpTower implements Tower {
  private final HostPort to;
  private final Duration timeout;
  private final HttpClient client;

  HttpTower(HostPort to, Duration timeout) {
    this.to = to;
    this.timeout = timeout;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public void show(Lamp lamp) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + to + "/api/control?alert=" + lamp.digits()))
            .timeout(timeout)
            .GET()
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close(); // the timeout ends with the head: a body may never come
      if (answer.statusCode() != 200) {
        throw new IOException("the tower answered " + answer.statusCode() + " (expected: 200)");
      }
    } catch (ConnectException e) {
      throw new IOException(Reason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
