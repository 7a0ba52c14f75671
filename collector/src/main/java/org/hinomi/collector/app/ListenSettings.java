package org.hinomi.collector.app;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Section;

/** The addresses that the collector listens on; an empty one is off. */
public record ListenSettings(
    Optional<HostPort> syslogUdp,
    Optional<HostPort> syslogTcp,
    Optional<HostPort> relp,
    Optional<HostPort> snmp,
    Optional<HostPort> console) {

  static ListenSettings read(Section s) {
    notYet(s, "syslog-tls", "syslog-tcp");
    notYet(s, "relp-tls", "relp");
    Set<HostPort> udp = new HashSet<>();
    Set<HostPort> tcp = new HashSet<>();
    return new ListenSettings(
        address(s, "syslog-udp", udp),
        address(s, "syslog-tcp", tcp),
        address(s, "relp", tcp),
        address(s, "snmp", udp),
        address(s, "console", tcp));
  }

  private static Optional<HostPort> address(Section s, String key, Set<HostPort> taken) {
    Optional<HostPort> address = s.listenAddress(key).optional();
    address
        .filter(a -> a.port() != 0)
        .filter(a -> !taken.add(a))
        .ifPresent(a -> s.problem(key, a.toString(), "an address that no other listener has"));
    return address;
  }

  /** Plain where encrypted was asked for would be worse than a collector that does not start. */
  private static void notYet(Section s, String key, String instead) {
    s.listenAddress(key)
        .optional()
        .ifPresent(
            a ->
                s.problem(
                    key,
                    a.toString(),
                    "no such key in this version: TLS is not available yet; "
                        + instead
                        + " is, on loopback or a network that is protected otherwise"));
  }
}
