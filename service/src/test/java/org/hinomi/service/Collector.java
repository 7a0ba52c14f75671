package org.hinomi.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A collector of the distribution on free ports, with the folder it keeps its history in. */
final class Collector implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> LISTENERS =
      List.of("syslog-udp", "syslog-tcp", "relp", "snmp", "console");

  final Path data;
  final Program program;
  private final Map<String, String> addresses = new TreeMap<>();

  private Collector(Path data, Program program) {
    this.data = data;
    this.program = program;
    String ready = program.awaitLine(line -> line.startsWith("ready "));
    JsonNode listen = JSON.readTree(ready.substring("ready ".length()));
    listen.propertyStream().forEach(e -> addresses.put(e.getKey(), e.getValue().asString()));
  }

  /** Starts on free ports with the settings that ship, and these besides. */
  static Collector start(Path data, String... settings) {
    return start(data, Program.HOME.resolve("conf/collector.yaml"), settings);
  }

  static Collector start(Path data, Path config, String... settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.HOME.resolve("hinomi").toString(),
                "collector",
                "--config",
                config.toString(),
                "--set",
                "data=" + data));
    for (String listener : LISTENERS) {
      command.addAll(List.of("--set", "listen." + listener + "=127.0.0.1:0"));
    }
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    return new Collector(data, Program.start(data, Map.of(), command));
  }

  String address(String listener) {
    return addresses.get(listener);
  }

  int port(String listener) {
    String address = address(listener);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Events as {@code search --format json} prints them, newest first. */
  List<JsonNode> search(String query) {
    return search(data, query);
  }

  static List<JsonNode> search(Path data, String query) {
    String out =
        Program.run(
            data,
            Program.HOME.resolve("hinomi").toString(),
            "search",
            "--data",
            data.toString(),
            "--from",
            "-3650d",
            "--to",
            "+1d",
            "--limit",
            "100000",
            "--format",
            "json",
            query);
    return out.lines().filter(line -> line.startsWith("{")).map(JSON::readTree).toList();
  }

  /** Waits until the search gives at least this many events. */
  List<JsonNode> await(String query, int atLeast) {
    List<JsonNode> found = new ArrayList<>();
    Program.await(
        atLeast + " events for " + query,
        () -> {
          found.clear();
          found.addAll(search(query));
          return found.size() >= atLeast;
        });
    return found;
  }

  /** The value of a counter or gauge of /metrics, labels as printed; -1 where there is none. */
  double metric(String nameAndLabels) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + address("console") + "/metrics"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith(nameAndLabels + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
          .findFirst()
          .orElse(-1);
    } catch (java.io.IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
