package org.hinomi.collector.review.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hinomi.core.text.Reason;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A model behind an API as OpenAI has it: {@code POST /chat/completions}, as llama.cpp, Ollama,
 * vLLM and others offer it too. Redirects are not followed: they would carry the text elsewhere.
 */
public final class ChatModel implements LanguageModel {
  /** Bytes of an answer that are read: many pages. */
  private static final int LONGEST = 256 << 10;

  private static final int LONGEST_REASON = 300;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelSettings settings;

  public ChatModel(ModelSettings settings) {
    this.settings = settings;
  }

  @Override
  public String address() {
    return settings.url().toString();
  }

  @Override
  public String name() {
    return settings.model();
  }

  @Override
  public String ask(String instructions, String text) throws IOException, InterruptedException {
    byte[] body =
        JSON.writeValueAsBytes(
            Map.of(
                "model",
                settings.model(),
                "temperature",
                0,
                "stream",
                false,
                "messages",
                List.of(
                    Map.of("role", "system", "content", instructions),
                    Map.of("role", "user", "content", text))));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.url() + "/chat/completions"))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Hinomi")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key.reveal()));
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build()) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      String answer = body(response);
      client.shutdownNow();
      if (response.statusCode() != 200) {
        throw new IOException(
            address() + " answered " + response.statusCode() + ": " + brief(answer));
      }
      return content(answer);
    } catch (ConnectException e) {
      throw new IOException(address() + ": " + Reason.of(e), e);
    }
  }

  /** The request's timeout ends with the head: a body may never come. */
  private String body(HttpResponse<InputStream> response) throws IOException, InterruptedException {
    try (InputStream in = response.body()) {
      return CompletableFuture.supplyAsync(() -> read(in), work -> Thread.ofVirtual().start(work))
          .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(address() + ": no whole answer within " + settings.timeout(), e);
    }
  }

  private static String read(InputStream in) {
    try {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String content(String answer) throws IOException {
    try {
      JsonNode content =
          JSON.readTree(answer).path("choices").path(0).path("message").path("content");
      String text = content.asString("").strip();
      if (!text.isEmpty()) {
        return text;
      }
    } catch (JacksonException e) {
      throw new IOException(address() + ": no JSON: " + brief(answer), e);
    }
    throw new IOException(
        address() + ": " + brief(answer) + " (expected: choices[0].message.content)");
  }

  private static String brief(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
