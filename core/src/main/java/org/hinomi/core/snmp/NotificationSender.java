package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;
import org.hinomi.core.settings.HostPort;
import org.snmp4j.CommunityTarget;
import org.snmp4j.MessageDispatcherImpl;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.mp.MPv1;
import org.snmp4j.mp.MPv2c;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/**
 * Sends notifications over UDP: SNMPv2c traps and informs (RFC 3416), and in the format of Windows'
 * event log also SNMPv1 traps (RFC 1157). One socket for all targets. Thread-safe.
 */
public final class NotificationSender implements AutoCloseable {

  private static final long NANOS_PER_TICK = 10_000_000;

  private final NotificationPdus pdus;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final DefaultUdpTransportMapping transport;
  private final Snmp snmp;

  /**
   * @param nanoTime a clock that only goes forward, in nanoseconds; sysUpTime counts from now
   * @throws IOException where no UDP socket can be opened
   */
  public NotificationSender(HinomiMib mib, LongSupplier nanoTime) throws IOException {
    Slf4jLogFactory.install();
    this.pdus = new NotificationPdus(mib);
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.transport = new DefaultUdpTransportMapping();
    this.snmp = new Snmp(new MessageDispatcherImpl(), transport);
    snmp.getMessageDispatcher().addMessageProcessingModel(new MPv1());
    snmp.getMessageDispatcher().addMessageProcessingModel(new MPv2c());
  }

  /**
   * Sends once, for an inform until it is answered. Looks the host's name up each time, so that a
   * target may move; that, and the wait for an answer, may block.
   *
   * @throws java.net.UnknownHostException where the target's name has no address
   * @throws SocketTimeoutException where an inform was not answered in time
   * @throws IOException where the system refuses to send, or an inform was answered with an error
   */
  public void send(SnmpNotification notification, NotificationTarget target) throws IOException {
    byte[] community = target.community().reveal().getBytes(UTF_8);
    long upTime = (nanoTime.getAsLong() - startNanos) / NANOS_PER_TICK;
    InetAddress host = InetAddress.getByName(target.address().host());
    PDU pdu =
        switch (notification) {
          case HinomiNotification own ->
              pdus.pdu(own, target.confirmed(), upTime, community.length);
          case EventLogTrap trap ->
              EventLogTrapPdus.pdu(
                  trap, target, upTime, community.length, localAddress(host, target.address()));
        };
    UdpAddress address = new UdpAddress(host, target.address().port());
    CommunityTarget<UdpAddress> to = new CommunityTarget<>(address, new OctetString(community));
    to.setVersion(
        target.version() == NotificationTarget.Version.V1
            ? SnmpConstants.version1
            : SnmpConstants.version2c);
    to.setTimeout(target.timeout().toMillis());
    to.setRetries(target.retries());
    if (!target.confirmed()) {
      snmp.send(pdu, to);
      return;
    }
    listenForAnswers();
    ResponseEvent<UdpAddress> answer = snmp.send(pdu, to);
    if (answer == null || answer.getResponse() == null) {
      throw new SocketTimeoutException(
          "inform to "
              + target.address()
              + ": no answer to "
              + (target.retries() + 1)
              + " attempts of "
              + target.timeout().toMillis()
              + " ms");
    }
    if (answer.getResponse().getErrorStatus() != PDU.noError) {
      throw new IOException(
          "inform to " + target.address() + ": " + answer.getResponse().getErrorStatusText());
    }
  }

  /** The address that this machine has to that host: agent-addr; 0.0.0.0 where it is no IPv4. */
  private static InetAddress localAddress(InetAddress host, HostPort to) throws IOException {
    if (host instanceof Inet4Address) {
      try (DatagramSocket route = new DatagramSocket()) {
        route.connect(host, to.port()); // sends nothing
        return route.getLocalAddress();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return InetAddress.getByAddress(new byte[4]);
  }

  /** A sender of traps alone needs no thread that waits for answers. */
  private void listenForAnswers() throws IOException {
    synchronized (transport) {
      if (!transport.isListening()) {
        transport.listen();
      }
    }
  }

  @Override
  public void close() throws IOException {
    snmp.close();
  }
}
