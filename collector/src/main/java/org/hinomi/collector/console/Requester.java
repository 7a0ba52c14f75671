package org.hinomi.collector.console;

import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.access.Principal;
import org.hinomi.collector.access.Sessions.Session;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.audit.Who;

/** Who a request is from, as the gate has found out. */
final class Requester {
  private Requester() {}

  /** What a request says of itself beside its parameters. */
  private record Details(String address, Map<String, String> told) {}

  /** Notes where a request comes from: that of a connection which has ended is unknown. */
  static void begins(ServerRequest request) {
    request.context().register(new Details(address(request), new LinkedHashMap<>()));
  }

  /** Adds to what is noted of a request, as much of it as a record has. */
  static void tells(ServerRequest request, String name, String value) {
    request
        .context()
        .get(Details.class)
        .ifPresent(details -> details.told().put(name, AuditRecord.cut(value)));
  }

  /** What was told of it so far. */
  static Map<String, String> told(ServerRequest request) {
    return request.context().get(Details.class).map(Details::told).orElse(Map.of());
  }

  static void is(ServerRequest request, Principal principal) {
    request.context().register(principal);
  }

  static void has(ServerRequest request, Session session) {
    request.context().register(session);
  }

  static Optional<Principal> principal(ServerRequest request) {
    return request.context().get(Principal.class);
  }

  static Optional<Session> session(ServerRequest request) {
    return request.context().get(Session.class);
  }

  /** Who acts: who the request says it is, unless a user has proved to be one. */
  static String by(ServerRequest request, String said) {
    return principal(request).map(who -> who.by(said)).orElse(said);
  }

  /** The parameters of a request that does something, {@code by} of them the one who does it. */
  static Map<String, String> values(ServerRequest request) {
    Map<String, String> values = new HashMap<>();
    for (String name : request.query().names()) {
      values.put(name, request.query().get(name));
    }
    String by = by(request, values.getOrDefault("by", ""));
    if (!by.isEmpty()) {
      values.put("by", by);
    }
    return values;
  }

  /** The same for a record. */
  static Who who(ServerRequest request) {
    String said = request.query().contains("by") ? request.query().get("by") : "";
    String from =
        request
            .context()
            .get(Details.class)
            .map(Details::address)
            .orElseGet(() -> address(request));
    return principal(request)
        .map(known -> new Who(known.by(said), known.proof().word(), from))
        .orElseGet(() -> new Who("", "", from));
  }

  static String address(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? address.getAddress().getHostAddress().replaceAll("%.*", "")
        : "";
  }
}
