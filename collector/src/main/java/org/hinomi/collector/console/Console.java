package org.hinomi.collector.console;

import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.text.Language;
import org.hinomi.core.tls.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

/**
 * The HTTP side of a collector, on virtual threads: the API behind a token, and {@code /metrics}
 * and {@code /health}, which a peer on this machine may read without one. A request whose Host
 * header does not name this server is refused before anything else.
 */
public final class Console implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Console.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A query of 8192 characters, percent-encoded. */
  private static final int MAX_REQUEST_LINE = 32 * 1024;

  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_CONNECTIONS = 256;

  /** Behind a web server all come from one address. */
  private static final int MAX_CONNECTIONS_OF_ADDRESS = 64;

  /** How often it is looked which connections have been idle for too long, of that time. */
  private static final int LOOKS = 12;

  private final WebServer server;
  private final HostPort listen;
  private final Doors doors;
  private final Gate gate;
  private final PrometheusRegistry registry;
  private final Supplier<CollectorStatus> status;
  private final ExpositionFormats formats = ExpositionFormats.init();

  /**
   * Prepares the server.
   *
   * @param listen where; port 0 takes a free one
   * @param hosts further names by which requests may call this server
   * @param doors who comes in, and how
   * @throws IOException where the host has no address
   */
  public Console(
      HostPort listen,
      List<String> hosts,
      Doors doors,
      History history,
      AlertReader alerts,
      InstantSource clock,
      PrometheusRegistry registry,
      Supplier<CollectorStatus> status)
      throws IOException {
    this(listen, hosts, doors, history, alerts, clock, registry, status, Map.of());
  }

  /**
   * Prepares the server with further parts: imports, holds, alerts, reviews.
   *
   * @param services what answers below a path, such as {@code /api/v1/import}
   */
  public Console(
      HostPort listen,
      List<String> hosts,
      Doors doors,
      History history,
      AlertReader alerts,
      InstantSource clock,
      PrometheusRegistry registry,
      Supplier<CollectorStatus> status,
      Map<String, HttpService> services)
      throws IOException {
    this.listen = listen;
    this.doors = doors;
    this.gate = new Gate(new Access(listen.host(), hosts), doors);
    this.registry = registry;
    this.status = status;
    Api api = new Api(history, alerts, clock, status);
    WebServerConfig.Builder builder =
        WebServer.builder()
            .address(InetAddress.getByName(listen.host()))
            .port(listen.port())
            .maxPayloadSize(ImportReceiver.BATCH_LIMIT)
            .maxTcpConnections(MAX_CONNECTIONS)
            .idleConnectionTimeout(doors.patience())
            .idleConnectionPeriod(doors.patience().dividedBy(LOOKS))
            .shutdownGracePeriod(Duration.ofSeconds(2))
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                new WatchedHttp(
                    Http1Config.builder()
                        .maxPrologueLength(MAX_REQUEST_LINE)
                        .maxHeadersSize(MAX_HEADERS)
                        .build(),
                    MAX_CONNECTIONS_OF_ADDRESS))
            .shutdownHook(false)
            .routing(routing -> route(routing, api, services));
    SSLContext tls = doors.tls();
    if (tls != null) {
      builder.tls(tls(tls));
    }
    this.server = builder.build();
  }

  /** Browsers are not asked for a certificate. */
  private static Tls tls(SSLContext context) {
    SSLParameters parameters = TlsContexts.server(TlsContexts.ClientCertificate.OPTIONAL);
    parameters.setWantClientAuth(false);
    return Tls.builder().sslContext(context).sslParameters(parameters).build();
  }

  /** Starts to listen; gives the address with the port it got. */
  public HostPort start() {
    server.start();
    return new HostPort(listen.host(), server.port());
  }

  @Override
  public void close() {
    server.stop();
  }

  private void route(HttpRouting.Builder routing, Api api, Map<String, HttpService> services) {
    routing.addFilter(gate::pass);
    services.forEach(routing::register);
    routing
        .register("/", new LoginPage(doors, gate))
        .register("/api/v1", api)
        .get("/metrics", this::metrics)
        .get("/health", this::health)
        .any((request, response) -> error(response, Status.NOT_FOUND_404, "no such page"))
        .error(
            QueryException.class,
            (request, response, e) ->
                problem(
                    response,
                    Status.BAD_REQUEST_400,
                    Map.of(
                        "error", e.text(Api.reader(request)),
                        "column", e.column(),
                        "pointed", e.pointed(Api.reader(request)))))
        .error(
            WrongQuestion.class,
            (request, response, e) ->
                error(response, Status.BAD_REQUEST_400, e.text(Api.reader(request))))
        .error(
            IllegalArgumentException.class,
            (request, response, e) ->
                error(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage())))
        .error(
            HistoryException.TooSlow.class,
            (request, response, e) ->
                error(response, Status.SERVICE_UNAVAILABLE_503, String.valueOf(e.getMessage())))
        .error(HistoryException.Cancelled.class, Console::gone)
        .error(Exception.class, this::failed);
  }

  /** As OpenMetrics to who asks for it or for nothing; else as text, which all tools read. */
  private void metrics(ServerRequest request, ServerResponse response) throws IOException {
    String accept =
        request.headers().first(HeaderNames.ACCEPT).orElse("application/openmetrics-text");
    ExpositionFormatWriter writer =
        accept.contains("openmetrics")
            ? formats.getOpenMetricsTextFormatWriter()
            : formats.getPrometheusTextFormatWriter();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    writer.write(text, registry.scrape());
    response.header(HeaderNames.CONTENT_TYPE, writer.getContentType()).send(text.toByteArray());
  }

  private void health(ServerRequest request, ServerResponse response) {
    // Programs read this, not people: always English.
    List<String> problems =
        status.get().problems().stream().map(each -> each.text(Language.EN)).toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", problems.isEmpty() ? "ok" : "problem");
    body.put("problems", problems);
    problem(response, problems.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, body);
  }

  private void failed(ServerRequest request, ServerResponse response, Exception e) {
    if (response.isSent() || response.bytesWritten() > 0) {
      log.atDebug().setCause(e).log("An answer broke off.");
      throw new java.io.UncheckedIOException(new IOException("the answer broke off", e));
    }
    log.atWarn().addKeyValue("path", request.path().path()).setCause(e).log("A request failed.");
    error(response, Status.INTERNAL_SERVER_ERROR_500, String.valueOf(e.getMessage()));
  }

  /** The client is gone: nothing more can be said to it. */
  private static void gone(
      ServerRequest request, ServerResponse response, HistoryException.Cancelled e) {
    log.atDebug().addKeyValue("path", request.path().path()).log("A client did not wait.");
    throw new CloseConnectionException("the client is gone", e);
  }

  static void error(ServerResponse response, Status code, String message) {
    problem(response, code, Map.of("error", message));
  }

  private static void problem(ServerResponse response, Status code, Map<String, Object> body) {
    response
        .status(code)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(JSON.writeValueAsBytes(body));
  }
}
