package org.hinomi.bench.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.hinomi.collector.console.RunFile;

/** Asks the collector that runs on a folder. */
final class Console implements AutoCloseable {
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  Console(Path data) {
    this.data = data;
  }

  /** The answer of its history, as JSON. */
  String sql(String statement) throws IOException, InterruptedException {
    RunFile run = RunFile.read(data).orElseThrow();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(run.url() + "/api/v1/sql?format=json"))
                .header("Authorization", "Bearer " + run.token().reveal())
                .POST(HttpRequest.BodyPublishers.ofString(statement))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    return answer.body();
  }

  /** The value of a counter; 0 where there is none yet. */
  double metric(String nameAndLabels) throws IOException, InterruptedException {
    RunFile run = RunFile.read(data).orElseThrow();
    String body =
        http.send(
                HttpRequest.newBuilder(URI.create(run.url() + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return body.lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    http.close();
  }
}
