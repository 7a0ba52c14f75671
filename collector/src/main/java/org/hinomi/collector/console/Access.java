package org.hinomi.collector.console;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By which names and from where requests come. Immutable. */
final class Access {
  private final Set<String> hosts;

  /**
   * Sets the rules.
   *
   * @param boundHost the host that the settings bind to
   * @param otherHosts further names that a request may call this server
   */
  Access(String boundHost, Collection<String> otherHosts) {
    Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
    names.add(boundHost.toLowerCase(Locale.ROOT));
    otherHosts.forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
    this.hosts = Set.copyOf(names);
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

  static boolean isLoopback(SocketAddress peer) {
    if (!(peer instanceof InetSocketAddress address)) {
      return false;
    }
    InetAddress ip = address.getAddress();
    return ip != null && ip.isLoopbackAddress();
  }
}
