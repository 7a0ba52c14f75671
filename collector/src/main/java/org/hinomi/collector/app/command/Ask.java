package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.search.FollowSearches;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Puts a question to a history, wherever it is: through the API of the collector that runs on it,
 * else by opening the folder for reading. The answer is the same either way, for the same code
 * writes it.
 */
final class Ask {
  /** Least time from one look to the next of a question that is followed. */
  private static final Duration LOOK = Duration.ofMillis(300);

  private final HistoryOptions options;
  private final Caller caller;
  private final Messages texts;

  Ask(HistoryOptions options, Caller caller) {
    this.options = options;
    this.caller = caller;
    this.texts = caller.texts();
  }

  /** Answers from a folder that no collector runs on. */
  interface Stopped {
    void answer(Path data, OutputStream out) throws Exception;
  }

  /** The collector refused the question; the message is for the reader. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean usage;
    private final int status;

    Refused(boolean usage, String message) {
      this(usage, 0, message);
    }

    Refused(boolean usage, int status, String message) {
      super(message);
      this.usage = usage;
      this.status = status;
    }

    /** Whether there is no such thing. */
    boolean missing() {
      return status == 404;
    }

    /** Whether the question was wrong, not the collector. */
    boolean usage() {
      return usage;
    }
  }

  /** Connections to the collector that the options name. Not thread-safe; close it. */
  final class Session implements AutoCloseable {
    private final Remote remote;
    private final HttpClient client;

    private Session(Remote remote) {
      this.remote = remote;
      this.client = remote.client();
    }

    /**
     * Asks.
     *
     * @param body of a POST; null: the question is a GET
     * @return the answer, to be closed
     */
    InputStream open(String path, Map<String, String> parameters, @Nullable String body)
        throws IOException, InterruptedException, Refused {
      try {
        return send(client, remote, path, parameters, body).body();
      } catch (ConnectException | HttpConnectTimeoutException nobodyAnswers) {
        throw new Refused(false, texts.get("ask.nobody", remote.url()));
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** Begins to ask the collector that the options name. */
  Session session() throws IOException, Refused {
    return new Session(Remote.named(String.valueOf(options.collector), token(), caFile()));
  }

  /** What is asked of a collector that runs. */
  private interface Running {
    void ask(Remote remote) throws Exception;
  }

  /**
   * Asks.
   *
   * @param path of the API, such as {@code search}
   * @param parameters of the question
   * @param body of a POST; null: the question is a GET
   * @param stopped answers where no collector runs
   * @param next told the cursor of the next page, where a collector names one
   */
  void ask(
      String path,
      Map<String, String> parameters,
      @Nullable String body,
      Stopped stopped,
      Consumer<String> next)
      throws Exception {
    reach(
        remote -> {
          try (HttpClient client = remote.client()) {
            answer(client, remote, path, parameters, body)
                .firstValue("Hinomi-Next")
                .ifPresent(next);
          }
        },
        stopped);
  }

  /**
   * Asks again and again for what has come since, until the thread is interrupted.
   *
   * @param stopped answers where no collector runs
   */
  void follow(String path, Map<String, String> parameters, Stopped stopped) throws Exception {
    reach(remote -> follow(remote, path, parameters), stopped);
  }

  private void follow(Remote remote, String path, Map<String, String> parameters)
      throws IOException, InterruptedException, Refused {
    Map<String, String> look = new LinkedHashMap<>(parameters);
    try (HttpClient client = remote.client()) {
      while (true) {
        long begun = System.nanoTime();
        HttpHeaders head = answer(client, remote, path, look, null);
        look.put("position", head.firstValue("Hinomi-Position").orElseThrow());
        look.put("wait", Long.toString(FollowSearches.MAX_WAIT.toSeconds()));
        // Each look costs the collector a file and a question: take together what comes together.
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos() - (System.nanoTime() - begun));
      }
    } catch (IOException e) {
      if (look.size() == parameters.size()) {
        throw e;
      }
      throw new Refused(false, texts.get("follow.ended", remote.url()));
    }
  }

  private void reach(Running running, Stopped stopped) throws Exception {
    if (options.collector != null) {
      String url = options.collector.toString();
      try {
        running.ask(Remote.named(url, token(), caFile()));
      } catch (ConnectException | HttpConnectTimeoutException nobodyAnswers) {
        throw new Refused(false, texts.get("ask.nobody", url));
      }
      return;
    }
    Path data = options.folder(caller.environment());
    Optional<RunFile> run = RunFile.read(data).filter(r -> ProcessHandle.of(r.pid()).isPresent());
    if (run.isPresent()) {
      try {
        running.ask(Remote.of(run.get()));
        return;
      } catch (ConnectException nobodyAnswers) {
        // Left behind by a collector that was killed: the folder is free to open.
      }
    }
    if (!Files.isDirectory(data)) {
      throw new Refused(false, texts.get("ask.no-folder", data));
    }
    stopped.answer(data, caller.out());
  }

  /** The authorities that the options or the environment name; null where none. */
  @Nullable Path caFile() {
    String named = caller.environment().getOrDefault("HINOMI_CA_FILE", "");
    return options.caFile != null ? options.caFile : named.isEmpty() ? null : Path.of(named);
  }

  /** The token that the options or the environment name. */
  Secret token() throws Refused {
    try {
      if (options.tokenFile != null) {
        return new Secret(Files.readString(options.tokenFile).strip());
      }
    } catch (IOException e) {
      throw new Refused(
          false, texts.get("ask.token-unreadable", String.valueOf(options.tokenFile), e));
    }
    String token = caller.environment().get("HINOMI_TOKEN");
    if (token == null || token.isEmpty()) {
      throw new Refused(true, texts.get("ask.no-token"));
    }
    return new Secret(token);
  }

  private HttpHeaders answer(
      HttpClient client,
      Remote remote,
      String path,
      Map<String, String> parameters,
      @Nullable String content)
      throws IOException, InterruptedException, Refused {
    HttpResponse<InputStream> response = send(client, remote, path, parameters, content);
    try (InputStream body = response.body()) {
      body.transferTo(caller.out());
      caller.out().flush();
      return response.headers();
    }
  }

  private HttpResponse<InputStream> send(
      HttpClient client,
      Remote remote,
      String path,
      Map<String, String> parameters,
      @Nullable String content)
      throws IOException, InterruptedException, Refused {
    String query =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    String url = remote.url();
    HttpRequest request;
    try {
      URI uri = URI.create(url + "/api/v1/" + path + "?" + query);
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + remote.token().reveal());
      request =
          content == null
              ? builder.build()
              : builder
                  .header("Content-Type", "text/plain; charset=utf-8")
                  .POST(HttpRequest.BodyPublishers.ofString(content))
                  .build();
    } catch (IllegalArgumentException e) {
      throw new Refused(true, texts.get("ask.bad-url", url));
    }
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response;
    }
    try (InputStream problem = response.body()) {
      throw refused(url, response.statusCode(), problem.readNBytes(64 * 1024));
    }
  }

  private Refused refused(String url, int status, byte[] body) {
    @Nullable String message = null;
    try {
      JsonNode problem = new ObjectMapper().readTree(body);
      message =
          problem.has("pointed")
              ? problem.get("pointed").asString()
              : problem.path("error").asString(null);
    } catch (JacksonException notOurs) {
      // The status is said below.
    }
    if (message == null) {
      message = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8);
    }
    if (status == 401) {
      return new Refused(false, texts.get("ask.wrong-token", url));
    }
    return status == 400
        ? new Refused(true, message)
        : new Refused(false, status, url + ": " + status + ": " + message);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
