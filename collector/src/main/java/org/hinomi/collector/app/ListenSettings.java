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
    Optional<HostPort> syslogTls,
    Optional<HostPort> relp,
    Optional<HostPort> relpTls,
    Optional<HostPort> snmp,
    Optional<HostPort> console) {

  static ListenSettings read(Section s) {
    Set<HostPort> udp = new HashSet<>();
    Set<HostPort> tcp = new HashSet<>();
    return new ListenSettings(
        address(s, "syslog-udp", udp),
        address(s, "syslog-tcp", tcp),
        address(s, "syslog-tls", tcp),
        address(s, "relp", tcp),
        address(s, "relp-tls", tcp),
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
}
