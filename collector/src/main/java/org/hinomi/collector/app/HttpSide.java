package org.hinomi.collector.app;

import io.helidon.webserver.http.HttpService;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.access.Gatekeeper;
import org.hinomi.collector.access.LockoutFile;
import org.hinomi.collector.access.UserBook;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.console.AckPage;
import org.hinomi.collector.console.AlertApi;
import org.hinomi.collector.console.ArchiveApi;
import org.hinomi.collector.console.AuditApi;
import org.hinomi.collector.console.Console;
import org.hinomi.collector.console.Doors;
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
      AuditApi audit,
      Optional<AckPage> acknowledge) {
    Map<String, HttpService> services = new LinkedHashMap<>();
    services.put("/api/v1/import", imports);
    services.put("/api/v1/keep", keep);
    services.put("/api/v1/archive", archive);
    services.put("/api/v1/alert", acts);
    services.put("/api/v1/review", reviews);
    services.put("/api/v1/audit", audit);
    acknowledge.ifPresent(page -> services.put(AckPage.PATH, page));
    return services;
  }

  /**
   * Starts it; stopped with the others.
   *
   * @return where it listens
   */
  static HostPort start(
      CollectorSettings settings,
      History history,
      AlertReader alerts,
      Health health,
      Map<String, HttpService> services,
      AuditLog audit,
      InstantSource clock,
      PrometheusRegistry metrics,
      Stops stops)
      throws IOException {
    HostPort listen = settings.listen().console().orElseThrow();
    Path data = settings.data();
    Secret token = RunFile.newToken(new SecureRandom());
    TlsListeners.Shown tls =
        settings.console().secure(listen)
            ? TlsListeners.console(settings.tls(), data, clock, stops)
            : null;
    LockoutFile lockouts = stops.own("lockouts", LockoutFile.open(data, clock));
    Console console =
        stops.own(
            "console",
            new Console(
                listen,
                names(settings),
                new Doors(
                    new Gatekeeper(UserBook.folderIn(data), clock, token, lockouts.lockouts()),
                    audit,
                    tls == null ? null : tls.context()),
                history,
                alerts,
                clock,
                metrics,
                health,
                services));
    HostPort address = console.start();
    RunFile run =
        new RunFile(
            (tls == null ? "http://" : "https://") + reachedHere(address),
            token,
            ProcessHandle.current().pid(),
            tls == null ? null : tls.certificate());
    run.write(data);
    stops.add("run file", () -> run.remove(data));
    return address;
  }

  /** What requests may call it: as links in messages do, and where others come, as the machine. */
  private static List<String> names(CollectorSettings settings) throws IOException {
    List<String> names = new ArrayList<>(settings.console().names());
    settings.destinations().acknowledge().ifPresent(at -> names.add(at.url().getHost()));
    if (!Receivers.loopback(settings.listen().console().orElseThrow())) {
      names.addAll(TlsListeners.names(settings.tls()));
    }
    return names;
  }

  /** Of a server that listens on all addresses, the one that commands on this machine use. */
  private static HostPort reachedHere(HostPort address) {
    return switch (address.host()) {
      case "0.0.0.0" -> new HostPort("127.0.0.1", address.port());
      case "::", "0:0:0:0:0:0:0:0" -> new HostPort("::1", address.port());
      default -> address;
    };
  }
}
