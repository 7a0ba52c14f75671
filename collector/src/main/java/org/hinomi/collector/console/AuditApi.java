package org.hinomi.collector.console;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.access.Principal;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.AuditRecord;

/**
 * {@code POST /api/v1/audit}: what a command on this machine has done in the collector's files, as
 * {@link AuditRecord} writes it. Answered when it is durable. Nobody else may note what others did.
 */
public final class AuditApi implements HttpService {
  private final AuditLog.Sink trail;

  public AuditApi(AuditLog.Sink trail) {
    this.trail = trail;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.post("/", this::take);
  }

  private void take(ServerRequest request, ServerResponse response) throws IOException {
    if (Requester.principal(request).map(Principal::proof).orElse(null) != Proof.LOCAL) {
      Console.error(
          response,
          Status.FORBIDDEN_403,
          "audit: for commands on this machine (expected: run.json)");
      return;
    }
    byte[] body = request.content().as(String.class).getBytes(StandardCharsets.UTF_8);
    AuditRecord record =
        AuditRecord.read(body, 0, body.length)
            .orElseThrow(
                () -> new IllegalArgumentException("body: no record (expected: one in JSON)"));
    trail.take(record);
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").send("");
  }
}
