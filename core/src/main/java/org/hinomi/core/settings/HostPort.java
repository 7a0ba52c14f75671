package org.hinomi.core.settings;

import static java.util.Objects.requireNonNull;

/**
 * A network address as settings write it: {@code host:port}, {@code [ipv6]:port}.
 *
 * @param host name or literal address without brackets; not empty
 * @param port 0..65535; 0 asks the system for a free one and is for tests
 */
public record HostPort(String host, int port) {

  public HostPort {
    requireNonNull(host, "host");
    if (host.isEmpty() || port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          host + ":" + port + " (expected: host:port, port 0..65535)");
    }
  }

  /** Reads {@code host:port} or {@code [ipv6]:port}. */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(text + " (expected: [ipv6]:port)");
    }
    int port;
    try {
      port = Integer.parseInt(text.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text + " (expected: host:port, port 0..65535)", e);
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(text + " (expected: host:port, port 0..65535)");
    }
    return new HostPort(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
