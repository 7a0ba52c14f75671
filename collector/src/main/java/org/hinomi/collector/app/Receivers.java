package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.receive.ConnectionNumbers;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramLimits;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.StreamLimits;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.collector.receive.relp.RelpReceiver;
import org.hinomi.collector.receive.snmp.SnmpAccess;
import org.hinomi.collector.receive.snmp.SnmpReceiver;
import org.hinomi.collector.receive.syslog.TcpSyslogReceiver;
import org.hinomi.collector.receive.syslog.UdpSyslogReceiver;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.snmp.SnmpEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receivers that the settings name, each handing over to the journal. */
record Receivers(
    CollectorSettings settings,
    EventLoops loops,
    Intake intake,
    Path data,
    Path state,
    InstantSource clock,
    Counters counters,
    SnmpEngine snmpEngine,
    AuditLog audit,
    LongSupplier epochNanos) {

  private static final Logger LOG = LoggerFactory.getLogger(Receivers.class);

  /** How soon the connection of a certificate that was revoked is closed. */
  private static final Duration REVOCATION = Duration.ofSeconds(2);

  /** Heap that an idle TLS connection takes, with room to spare: docs/security.md. */
  private static final long TLS_CONNECTION_BYTES = 32 << 10;

  /** The kernel gives each address and port to one of them: a flood fills the buffer of one. */
  private static final int UDP_SOCKETS = 4;

  private static final Duration UNFINISHED_FRAME = Duration.ofMinutes(1);

  /**
   * @param addresses gets the address of each under its name in the settings
   */
  void start(Stops stops, Map<String, String> addresses) throws IOException {
    ReceiveSettings receive = settings.receive();
    StreamLimits limits =
        new StreamLimits(
            receive.messageLimit(),
            receive.connections(),
            receive.connectionsPerSender(),
            UNFINISHED_FRAME,
            0);
    ConnectionNumbers numbers = ConnectionNumbers.open(state);

    Optional<HostPort> udp = settings.listen().syslogUdp();
    if (udp.isPresent()) {
      UdpSyslogReceiver receiver =
          stops.own(
              "syslog-udp",
              new UdpSyslogReceiver(
                  udp.get(),
                  new DatagramLimits(
                      Math.min(receive.messageLimit(), 65_536), receive.udpBuffer(), UDP_SOCKETS),
                  loops,
                  intake,
                  counters,
                  epochNanos));
      addresses.put("syslog-udp", CollectorProgram.text(receiver.address()));
    }
    Optional<HostPort> tcp = settings.listen().syslogTcp();
    if (tcp.isPresent()) {
      TcpSyslogReceiver receiver =
          stops.own(
              "syslog-tcp",
              new TcpSyslogReceiver(
                  tcp.get(), limits, null, loops, intake, numbers, counters, epochNanos));
      addresses.put("syslog-tcp", CollectorProgram.text(receiver.address()));
    }
    Optional<HostPort> relp = settings.listen().relp();
    if (relp.isPresent()) {
      RelpReceiver receiver =
          stops.own(
              "relp",
              new RelpReceiver(
                  "relp",
                  relp.get(),
                  limits,
                  null,
                  RelpAccess.ANYONE,
                  loops,
                  intake,
                  numbers,
                  counters,
                  epochNanos));
      addresses.put("relp", CollectorProgram.text(receiver.address()));
    }
    if (settings.listen().relpTls().isPresent() || settings.listen().syslogTls().isPresent()) {
      startTls(limits, numbers, stops, addresses);
    }
    Optional<HostPort> snmp = settings.listen().snmp();
    if (snmp.isPresent()) {
      SnmpReceiver receiver =
          stops.own(
              "snmp",
              new SnmpReceiver(
                  snmp.get(),
                  receive.udpBuffer(),
                  loops,
                  snmpAccess(snmp.get()),
                  intake,
                  counters,
                  epochNanos));
      addresses.put("snmp", CollectorProgram.text(receiver.address()));
    }
  }

  /** Half of the heap is for TLS connections, whoever opens them. */
  private static StreamLimits fitting(StreamLimits limits) {
    long most = Math.max(100, Runtime.getRuntime().maxMemory() / 2 / TLS_CONNECTION_BYTES);
    return new StreamLimits(
        limits.maxMessageBytes(),
        (int) Math.min(limits.maxConnections(), most),
        (int) Math.min(limits.maxConnectionsPerSender(), most / 2),
        limits.unfinishedFrame(),
        limits.receiveBufferBytes());
  }

  private void startTls(
      StreamLimits plain, ConnectionNumbers numbers, Stops stops, Map<String, String> addresses)
      throws IOException {
    StreamLimits limits = fitting(plain);
    TlsListeners tls = TlsListeners.open(settings.tls(), data, audit, clock, stops);
    List<Runnable> closeOutdated = new ArrayList<>();
    Optional<HostPort> syslog = settings.listen().syslogTls();
    if (syslog.isPresent()) {
      TcpSyslogReceiver receiver =
          stops.own(
              "syslog-tls",
              new TcpSyslogReceiver(
                  syslog.get(),
                  limits,
                  tls.syslog(),
                  loops,
                  intake,
                  numbers,
                  counters,
                  epochNanos));
      addresses.put("syslog-tls", CollectorProgram.text(receiver.address()));
      closeOutdated.add(receiver::closeOutdated);
    }
    Optional<HostPort> relp = settings.listen().relpTls();
    if (relp.isPresent()) {
      RelpReceiver receiver =
          stops.own(
              "relp-tls",
              new RelpReceiver(
                  "relp-tls",
                  relp.get(),
                  limits,
                  tls.relp(),
                  tls.relpAccess(),
                  loops,
                  intake,
                  numbers,
                  counters,
                  epochNanos));
      String address = CollectorProgram.text(receiver.address());
      addresses.put("relp-tls", address);
      closeOutdated.add(receiver::closeOutdated);
      if (tls.relpAccess().enrolment() != null) {
        tls.publish(HostPort.parse(address), data);
      }
    }
    // Here, and not with each record: it looks at a file.
    loops
        .group()
        .scheduleWithFixedDelay(
            () -> closeOutdated.forEach(Runnable::run),
            REVOCATION.toMillis(),
            REVOCATION.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private SnmpAccess snmpAccess(HostPort listen) {
    SnmpSettings snmp = settings.snmp();
    if (snmp.open() && !loopback(listen)) {
      LOG.atWarn()
          .addKeyValue("listen", listen)
          .log(
              "Anybody who reaches this port can send SNMPv1 and v2c notifications that are"
                  + " believed: name communities and networks under snmp in the settings.");
    }
    return new SnmpAccess(
        snmp.versions(), snmp.communities(), snmp.networks(), snmp.users(), snmpEngine);
  }

  /** Whether only this machine gets there. */
  static boolean loopback(HostPort listen) {
    return listen.host().equals("localhost")
        || listen.host().equals("::1")
        || listen.host().startsWith("127.");
  }
}
