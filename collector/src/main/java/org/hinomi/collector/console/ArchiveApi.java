package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import org.hinomi.collector.keep.ArchiveRequests;
import org.hinomi.collector.keep.EvidenceQuery;
import org.hinomi.collector.search.QueryException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/archive/head}; {@code POST /api/v1/archive/verify?format=} and {@code
 * /api/v1/archive/proof?position=&format=}, with heads that were sent out as the body; {@code GET
 * /api/v1/archive/export?query=&from=&to=&zone=&parts=}: a ZIP archive; {@code GET
 * /api/v1/archive/files?folder=}: a line each, bytes and name; {@code GET
 * /api/v1/archive/file?name=}. See docs/integrity.md.
 */
public final class ArchiveApi implements HttpService {
  /** The keys of the collector's own authority stay on its machine. */
  private static final String AUTHORITY = "ca";

  private final ArchiveRequests requests;
  private final Path snapshot;

  /**
   * @param snapshot the copy of the samples that a backup asked for: it goes when it was read
   */
  public ArchiveApi(ArchiveRequests requests, Path snapshot) {
    this.requests = requests;
    this.snapshot = snapshot;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/head", this::head)
        .post("/verify", this::verify)
        .post("/proof", this::proof)
        .get("/export", this::export)
        .get("/files", this::files)
        .get("/file", this::file);
  }

  private void head(ServerRequest request, ServerResponse response) throws IOException {
    text(response, requests.head());
  }

  private void verify(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    String sent = body(request);
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    OutputStream out = new LateStream(response, 0);
    try (Hangup hangup = Hangup.watch()) {
      requests.verify(sent, json(request), Api.reader(request), out);
    }
    out.close();
  }

  private void proof(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    String sent = body(request);
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    OutputStream out = new LateStream(response, 0);
    boolean found;
    try (Hangup hangup = Hangup.watch()) {
      found = requests.prove(position(request), sent, json(request), Api.reader(request), out);
    }
    if (found) {
      out.close();
    } else {
      missing(response, "no record at this position");
    }
  }

  private void export(ServerRequest request, ServerResponse response)
      throws IOException, QueryException {
    String query = value(request, "query");
    EvidenceQuery asked =
        new EvidenceQuery(
            query == null ? "" : query,
            value(request, "from"),
            value(request, "to"),
            zone(value(request, "zone")));
    response.header(HeaderNames.CONTENT_TYPE, "application/zip");
    OutputStream out = new LateStream(response, 0);
    try (Hangup hangup = Hangup.watch()) {
      requests.export(asked, !"no".equals(value(request, "parts")), out);
    }
    out.close();
  }

  private void files(ServerRequest request, ServerResponse response) throws IOException {
    String folder = String.valueOf(value(request, "folder"));
    StringBuilder text = new StringBuilder();
    if (!isAuthority(folder)) {
      for (Map.Entry<String, Long> file : requests.files().list(folder).entrySet()) {
        text.append(file.getValue()).append(' ').append(file.getKey()).append('\n');
      }
    }
    text(response, text.toString());
  }

  private void file(ServerRequest request, ServerResponse response) throws IOException {
    String name = String.valueOf(value(request, "name"));
    if (isAuthority(name)) {
      missing(response, name + ": not given away");
      return;
    }
    try (InputStream in = requests.files().open(name)) {
      response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream");
      OutputStream out = new LateStream(response, 0);
      in.transferTo(out);
      out.close();
    } catch (NoSuchFileException e) {
      missing(response, name + ": no such file");
      return;
    }
    if (snapshot.getFileName() != null && name.endsWith("/" + snapshot.getFileName())) {
      Files.deleteIfExists(snapshot);
    }
  }

  private static boolean isAuthority(String name) {
    return name.equals(AUTHORITY) || name.startsWith(AUTHORITY + "/");
  }

  private static String body(ServerRequest request) {
    return request.content().hasEntity() ? request.content().as(String.class) : "";
  }

  private static boolean json(ServerRequest request) {
    return "json".equals(value(request, "format"));
  }

  private static long position(ServerRequest request) {
    String text = String.valueOf(value(request, "position"));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("position: " + text + " (expected: a number)", e);
    }
  }

  private static ZoneId zone(@Nullable String text) {
    try {
      return ZoneId.of(text == null ? "Z" : text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: " + text + " (expected: a zone such as Asia/Tokyo or +09:00)", e);
    }
  }

  private static @Nullable String value(ServerRequest request, String name) {
    return request.query().contains(name) ? request.query().get(name) : null;
  }

  private static void text(ServerResponse response, String text) {
    response
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .send(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void missing(ServerResponse response, String what) {
    Console.error(response, Status.NOT_FOUND_404, what);
  }
}
