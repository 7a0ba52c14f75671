package org.hinomi.collector.review.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.ReviewMonth;
import org.hinomi.collector.review.explain.ChatModel;
import org.hinomi.collector.review.explain.LanguageModel;
import org.hinomi.collector.review.explain.ModelSettings;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A language model stands in: what it gets, what of it is kept. */
class ReviewExplainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;

  private final List<String> got = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"F-1 が最も重要です。\"}}]}";

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          got.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String policy = Files.readString(ReviewMonth.makeRead(data));
    ask(Optional.empty(), Action.START, policy, Map.of("period", "2026-11", "by", "sato"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Optional<LanguageModel> model() {
    return Optional.of(
        new ChatModel(
            new ModelSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"),
                "stand-in",
                Optional.of(new Secret("k3y")),
                Duration.ofSeconds(20))));
  }

  private String ask(
      Optional<LanguageModel> model, Action action, String body, Map<String, String> values)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT)) {
      new ReviewRequests(
              data,
              ReviewMonth.CLOCK,
              new HistoryArchive(data, history.history(), ReviewMonth.CLOCK, () -> false),
              (review, by, role, head) -> {
                throw new IOException("nobody signs");
              },
              model)
          .answer(action, values, body, Language.JA, (check, number, of) -> {}, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String log() throws IOException {
    return Files.readString(data.resolve("review/log.jsonl"));
  }

  @Test
  void nothingLeavesUnlessAModelIsSet() throws Exception {
    assertThatThrownBy(() -> ask(Optional.empty(), Action.EXPLAIN, "", Map.of("by", "sato")))
        .hasMessageContaining("no language model is set");
    String before = log();
    assertThat(ask(model(), Action.EXPLAIN, "", Map.of("by", "sato", "show", "true")))
        .contains("ログレビュー", "- F-1 [");
    assertThat(got).isEmpty();
    assertThat(log()).isEqualTo(before);
  }

  @Test
  void whatItSaysStandsInTheReportAndEachUseInTheLog() throws Exception {
    String shown = ask(model(), Action.EXPLAIN, "", Map.of("by", "sato", "show", "true"));
    assertThat(ask(model(), Action.EXPLAIN, "", Map.of("by", "sato"))).contains("F-1 が最も重要です。");
    assertThat(keys).containsExactly("Bearer k3y");
    JsonNode sent = JSON.readTree(got.getFirst());
    assertThat(sent.path("model").asString("")).isEqualTo("stand-in");
    String both =
        sent.path("messages").path(0).path("content").asString("")
            + "\n\n"
            + sent.path("messages").path(1).path("content").asString("");
    assertThat(both).isEqualTo(shown);
    assertThat(log()).contains("\"explained\"", "stand-in", "answerSha256").doesNotContain("k3y");
    assertThat(ask(model(), Action.SHOW, "", Map.of()))
        .contains("F-1 が最も重要です。", "言語モデル stand-in", "sato");
    assertThat(verify().intact()).isTrue();
    Path kept;
    try (var files = Files.list(data.resolve("review"))) {
      kept = files.filter(f -> f.toString().contains("answer-")).findFirst().orElseThrow();
    }
    Files.writeString(kept, "別の答え");
    assertThat(verify().intact()).isFalse();
  }

  @Test
  void aUseThatFailsIsInTheLogToo() throws Exception {
    status = 500;
    answer = "out of memory";
    assertThatThrownBy(() -> ask(model(), Action.EXPLAIN, "", Map.of("by", "sato")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("answered 500: out of memory");
    assertThat(log()).contains("\"explained\"").doesNotContain("answerSha256");
    status = 200;
    answer = "<html>";
    assertThatThrownBy(() -> ask(model(), Action.EXPLAIN, "", Map.of("by", "sato")))
        .hasMessageContaining("no JSON: <html>");
    answer = "{}";
    assertThatThrownBy(() -> ask(model(), Action.EXPLAIN, "", Map.of("by", "sato")))
        .hasMessageContaining("expected: choices[0].message.content");
  }

  private HistoryVerifier.Report verify() throws Exception {
    return new HistoryVerifier(data, ReviewMonth.CLOCK, () -> false, 1, bytes -> {}).run(List.of());
  }
}
