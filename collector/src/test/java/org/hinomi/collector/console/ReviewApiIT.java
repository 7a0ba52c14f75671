package org.hinomi.collector.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.ReviewMonth;
import org.hinomi.collector.review.report.ProgressLines;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewApiIT {
  @TempDir Path data;

  private String url = "";

  @Test
  void aReviewIsBegunSignedAndShownOverHttp() throws Exception {
    String policy = Files.readString(ReviewMonth.make(data));
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT);
        HttpClient client = HttpClient.newHttpClient();
        Console console = console(history)) {
      url = "http://" + console.start() + "/api/v1/review/";
      assertThat(ask(client, "start?period=2026-11&by=sato", policy))
          .startsWith("200 Review 2026-11");
      for (int step = 1; step <= 4; step++) {
        assertThat(ask(client, "step?by=sato&number=" + step, "")).startsWith("200");
      }
      assertThat(ask(client, "sign?by=suzuki&lang=ja", ""))
          .startsWith("400")
          .contains("担当者ではありません");
      assertThat(ask(client, "sign?by=sato", "")).startsWith("200").contains("signed by all");
      assertThat(ask(client, "list", null)).contains("2026-11", "1234", "sato");
      assertThat(ask(client, "show?lang=ja", null)).startsWith("200 <!DOCTYPE html>");
      assertThat(ask(client, "start?period=2030-01&by=sato", policy))
          .startsWith("400")
          .contains("2030-01 has not begun");
      assertThat(ask(client, "start?period=2026-11&by=sato", "zone: Nowhere")).startsWith("400");
    }
  }

  @Test
  void saysHowAReviewGoesOn() throws Exception {
    String policy = Files.readString(ReviewMonth.make(data));
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT);
        HttpClient client = HttpClient.newHttpClient();
        Console console = console(history)) {
      url = "http://" + console.start() + "/api/v1/review/";
      List<String> lines =
          ask(client, "start?period=2026-11&by=sato&progress=true", policy).lines().toList();
      assertThat(lines.getFirst()).startsWith("200 {\"done\":0,\"of\":");
      assertThat(lines).hasSizeGreaterThan(20);
      assertThat(lines.get(lines.size() - 2)).contains("\"text\":");
      assertThat(ProgressLines.read(lines.getLast()))
          .isInstanceOfSatisfying(
              ProgressLines.Answer.class, answer -> assertThat(answer.text()).contains("2026-11"));
      assertThat(ask(client, "start?period=2030-01&by=sato&progress=true", policy))
          .startsWith("400");
    }
  }

  private Console console(StoppedHistory history) throws Exception {
    return new Console(
        new HostPort("127.0.0.1", 0),
        List.of(),
        TestDoors.of(data, new Secret("token")),
        history.history(),
        new AlertReader(data.resolve("state")),
        ReviewMonth.CLOCK,
        new PrometheusRegistry(),
        () ->
            new CollectorStatus(
                "1", ReviewMonth.CLOCK.instant(), 1, new TreeMap<>(), Map.of(), List.of()),
        Map.of(
            "/api/v1/review",
            new ReviewApi(
                new ReviewRequests(
                    data,
                    ReviewMonth.CLOCK,
                    new HistoryArchive(data, history.history(), ReviewMonth.CLOCK, () -> false),
                    (review, by, role, head) -> {}))));
  }

  private String ask(HttpClient client, String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer token");
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
