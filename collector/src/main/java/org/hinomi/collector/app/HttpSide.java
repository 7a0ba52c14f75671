package org.hinomi.collector.app;

import io.helidon.webserver.http.HttpService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.console.AckPage;
import org.hinomi.collector.console.AlertApi;
import org.hinomi.collector.console.ArchiveApi;
import org.hinomi.collector.console.Console;
import org.hinomi.collector.console.ImportApi;
import org.hinomi.collector.console.KeepApi;
import org.hinomi.collector.console.ReviewApi;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.record.History;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;

/** Starts the HTTP side, and writes the file by which commands on this machine find it. */
final class HttpSide {
  private HttpSide() {}

  /** What answers, by path. */
  static Map<String, HttpService> services(
      ImportApi imports,
      KeepApi keep,
      ArchiveApi archive,
      AlertApi acts,
      ReviewApi reviews,
      Optional<AckPage> acknowledge) {
    Map<String, HttpService> services = new LinkedHashMap<>();
    services.put("/api/v1/import", imports);
    services.put("/api/v1/keep", keep);
    services.put("/api/v1/archive", archive);
    services.put("/api/v1/alert", acts);
    services.put("/api/v1/review", reviews);
    acknowledge.ifPresent(page -> services.put(AckPage.PATH, page));
    return services;
  }

  /**
   * Starts it; stopped with the others.
   *
   * @return where it listens
   */
  static HostPort start(
      HostPort listen,
      Path data,
      Path state,
      History history,
      Health health,
      Optional<AcknowledgeSettings> acknowledge,
      Map<String, HttpService> services,
      InstantSource clock,
      PrometheusRegistry metrics,
      Stops stops)
      throws IOException {
    Secret token = RunFile.newToken(new SecureRandom());
    Console console =
        stops.own(
            "console",
            new Console(
                listen,
                acknowledge.map(at -> at.url().getHost()).stream().toList(),
                List.of(token),
                history,
                new AlertReader(state),
                clock,
                metrics,
                health,
                services));
    HostPort address = console.start();
    RunFile run = new RunFile("http://" + address, token, ProcessHandle.current().pid());
    run.write(data);
    stops.add("run file", () -> run.remove(data));
    return address;
  }
}
