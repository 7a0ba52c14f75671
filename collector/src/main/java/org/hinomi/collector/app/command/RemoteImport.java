package org.hinomi.collector.app.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.imports.Recorded;
import org.hinomi.collector.imports.Target;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Imports through a collector's API. A batch is sent when the one before it was answered, that is,
 * was synced. Not thread-safe.
 */
final class RemoteImport implements Target {
  /** The collector waits up to two minutes for its history. */
  private static final Duration ANSWER = Duration.ofMinutes(3);

  private final HttpClient client;
  private final String url;
  private final Secret token;
  private @Nullable List<Recorded> first;
  private long durable;

  RemoteImport(Remote remote) {
    this.client = remote.client();
    this.url = remote.url();
    this.token = remote.token();
  }

  /**
   * Asks what is recorded, for {@link #recorded} to give.
   *
   * @throws java.net.ConnectException where nobody answers
   */
  void connect() throws IOException {
    try {
      first = ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public List<Recorded> recorded() throws IOException, InterruptedException {
    List<Recorded> asked = first;
    first = null;
    return asked == null ? ask() : asked;
  }

  private List<Recorded> ask() throws IOException, InterruptedException {
    byte[] body = answer(request().GET().build());
    try {
      List<Recorded> recorded = new ArrayList<>();
      for (JsonNode each : new ObjectMapper().readTree(body)) {
        recorded.add(
            new Recorded(
                each.required("agentId").asString(),
                each.required("incarnation").asLong(),
                each.required("first").asLong(),
                each.required("last").asLong()));
      }
      return recorded;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(url + ": no answer of a collector: " + e.getMessage(), e);
    }
  }

  @Override
  public void send(byte[] frames, int length) throws IOException, InterruptedException {
    byte[] body =
        answer(
            request()
                .POST(HttpRequest.BodyPublishers.fromPublisher(new Slices(frames, length), length))
                .build());
    try {
      durable += new ObjectMapper().readTree(body).path("records").asLong(0);
    } catch (JacksonException e) {
      throw new IOException(url + ": no answer of a collector: " + e.getMessage(), e);
    }
  }

  /** How many of the records that were sent are known to be durable. */
  long durable() {
    return durable;
  }

  @Override
  public void flush() {
    // Each batch was answered.
  }

  private HttpRequest.Builder request() throws IOException {
    try {
      return HttpRequest.newBuilder(URI.create(url + "/api/v1/import"))
          .timeout(ANSWER)
          .header("Authorization", "Bearer " + token.reveal())
          .header("Content-Type", "application/octet-stream");
    } catch (IllegalArgumentException e) {
      throw new IOException("--collector " + url + " (expected: http://host:port)", e);
    }
  }

  private byte[] answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      byte[] body = response.body();
      throw new IOException(
          url
              + ": "
              + response.statusCode()
              + ": "
              + new String(body, 0, Math.min(body.length, 500), StandardCharsets.UTF_8));
    }
    return response.body();
  }

  @Override
  public void close() {
    client.close();
  }
}
