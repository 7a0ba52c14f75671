package org.hinomi.collector.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.ConnectionNumbers;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramLimits;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.StreamLimits;
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
    Path state,
    Counters counters,
    SnmpEngine snmpEngine,
    LongSupplier epochNanos) {

  private static final Logger LOG = LoggerFactory.getLogger(Receivers.class);
  private static final int MAX_CONNECTIONS = 20_000;
  private static final Duration UNFINISHED_FRAME = Duration.ofMinutes(1);

  /**
   * @param addresses gets the address of each under its name in the settings
   */
  void start(Stops stops, Map<String, String> addresses) throws IOException {
    ReceiveSettings receive = settings.receive();
    StreamLimits limits =
        new StreamLimits(receive.messageLimit(), MAX_CONNECTIONS, UNFINISHED_FRAME, 0);
    ConnectionNumbers numbers = ConnectionNumbers.open(state);

    Optional<HostPort> udp = settings.listen().syslogUdp();
    if (udp.isPresent()) {
      UdpSyslogReceiver receiver =
          stops.own(
              "syslog-udp",
              new UdpSyslogReceiver(
                  udp.get(),
                  new DatagramLimits(
                      Math.min(receive.messageLimit(), 65_536), receive.udpBuffer(), 1),
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
                  tcp.get(), limits, loops, intake, numbers, counters, epochNanos));
      addresses.put("syslog-tcp", CollectorProgram.text(receiver.address()));
    }
    Optional<HostPort> relp = settings.listen().relp();
    if (relp.isPresent()) {
      RelpReceiver receiver =
          stops.own(
              "relp",
              new RelpReceiver(relp.get(), limits, loops, intake, numbers, counters, epochNanos));
      addresses.put("relp", CollectorProgram.text(receiver.address()));
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

  private static boolean loopback(HostPort listen) {
    return listen.host().equals("localhost")
        || listen.host().equals("::1")
        || listen.host().startsWith("127.");
  }
}
