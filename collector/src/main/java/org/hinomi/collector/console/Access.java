package org.hinomi.collector.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;

/** Who may ask what. Immutable. */
final class Access {
  private static final String BEARER = "bearer ";

  private final Set<String> hosts;
  private final List<byte[]> tokens;

  /**
   * Sets the rules.
   *
   * @param boundHost the host that the settings bind to
   * @param otherHosts further names that a request may call this server
   * @param tokens each opens the API
   */
  Access(String boundHost, Collection<String> otherHosts, Collection<Secret> tokens) {
    Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
    names.add(boundHost.toLowerCase(Locale.ROOT));
    otherHosts.forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(names);
    this.tokens =
        tokens.stream().map(token -> token.reveal().getBytes(StandardCharsets.UTF_8)).toList();
  }

  /**
   * Whether the Host header names this server. A page of another site that had its name resolve to
   * our address (DNS rebinding) still sends its own name.
   */
  boolean knowsHost(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String host = header.strip().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end > 0
          && host.substring(end + 1).matches("(:\\d{1,5})?")
          && hosts.contains(host.substring(1, end));
    }
    return hosts.contains(host.replaceFirst(":\\d{1,5}$", ""));
  }

  /** Whether the Authorization header carries a token; takes the same time wherever it differs. */
  boolean knowsToken(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return false;
    }
    byte[] given = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
    boolean known = false;
    for (byte[] token : tokens) {
      known |= MessageDigest.isEqual(given, token);
    }
    return known;
  }

  static boolean isLoopback(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress address)) {
      return false;
    }
    InetAddress ip = address.getAddress();
    return ip != null && ip.isLoopbackAddress();
  }
}
