package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Target;
import org.snmp4j.UserTarget;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.security.SecurityLevel;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;

/**
 * Sends notifications over UDP: traps of SNMPv1 (RFC 1157), traps and informs of v2c (RFC 3416) and
 * of v3 (RFC 3412, 3414). Thread-safe.
 */
public final class NotificationSender implements AutoCloseable {

  private static final long NANOS_PER_TICK = 10_000_000;

  private final NotificationPdus pdus;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final NotificationSessions sessions;

  /**
   * For SNMPv1 and v2c only.
   *
   * @param nanoTime a clock that only goes forward, in nanoseconds; sysUpTime counts from now
   * @throws IOException where no UDP socket can be opened
   */
  public NotificationSender(HinomiMib mib, LongSupplier nanoTime) throws IOException {
    this(mib, null, nanoTime);
  }

  /**
   * @param engine ours; null where nothing is sent as SNMPv3
   * @param nanoTime a clock that only goes forward, in nanoseconds; sysUpTime counts from now
   * @throws IOException where no UDP socket can be opened
   */
  public NotificationSender(HinomiMib mib, @Nullable SnmpEngine engine, LongSupplier nanoTime)
      throws IOException {
    Slf4jLogFactory.install();
    this.pdus = new NotificationPdus(mib);
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.sessions = new NotificationSessions(engine);
  }

  /**
   * Sends once, for an inform until it is answered. Looks the host's name up each time, so that a
   * target may move; that, and the wait for an answer, may block.
   *
   * @throws java.net.UnknownHostException where the target's name has no address
   * @throws SocketTimeoutException where an inform was not answered in time
   * @throws RefusedException where an inform was answered with an error: it has arrived
   * @throws IOException where the system refuses to send, or the other side does not believe us
   */
  public void send(SnmpNotification notification, NotificationTarget target) throws IOException {
    send(pdu(notification, target), target);
  }

  /**
   * Sends a notification of another module, as {@link #send(SnmpNotification, NotificationTarget)}.
   *
   * @param trap of the form ENTERPRISE.0.SPECIFIC
   * @param objects in their order; together small enough for a datagram
   */
  public void send(OID trap, List<VariableBinding> objects, NotificationTarget target)
      throws IOException {
    PDU pdu = new PDU();
    pdu.setType(target.confirmed() ? PDU.INFORM : PDU.TRAP);
    pdu.add(new VariableBinding(SnmpConstants.sysUpTime, new TimeTicks(upTime() & 0xFFFF_FFFFL)));
    pdu.add(new VariableBinding(SnmpConstants.snmpTrapOID, trap));
    pdu.addAll(objects);
    boolean v1 = target.version() == NotificationTarget.Version.V1;
    send(v1 ? PduVersions.version1(pdu) : pdu, target);
  }

  private long upTime() {
    return (nanoTime.getAsLong() - startNanos) / NANOS_PER_TICK;
  }

  /** What is sent, but for the address of this machine, which depends on the way. Never blocks. */
  PDU pdu(SnmpNotification notification, NotificationTarget target) {
    long upTime = upTime();
    int taken = target.securityOctets();
    boolean v1 = target.version() == NotificationTarget.Version.V1;
    return switch (notification) {
      case HinomiNotification own -> {
        PDU pdu = pdus.pdu(own, target.confirmed(), upTime, taken);
        yield v1 ? PduVersions.version1(pdu) : pdu;
      }
      case EventLogTrap trap ->
          EventLogTrapPdus.pdu(trap, target, upTime, taken, PduVersions.nowhere());
    };
  }

  /** As {@link #send(SnmpNotification, NotificationTarget)}. */
  void send(PDU pdu, NotificationTarget target) throws IOException {
    InetAddress host = InetAddress.getByName(target.address().host());
    PduVersions.fillAddress(pdu, () -> localAddress(host, target.address()));
    UdpAddress address = new UdpAddress(host, target.address().port());
    if (!target.confirmed()) {
      sessions.of(target).snmp().send(message(pdu, target), target(address, target));
      return;
    }
    PDU response = response(pdu, target, address);
    boolean believed = response != null && response.getType() != PDU.REPORT;
    if (!believed && sessions.renew(target, address)) {
      response = response(pdu, target, address);
    }
    if (response == null) {
      throw new SocketTimeoutException(
          "inform to "
              + target.address()
              + ": no answer to "
              + (target.retries() + 1)
              + " attempts of "
              + target.timeout().toMillis()
              + " ms"
              + (target.user() == null ? "" : "; perhaps it has another password for our user"));
    }
    if (response.getType() == PDU.REPORT) {
      throw new IOException("inform to " + target.address() + ": " + reported(response));
    }
    if (response.getErrorStatus() != PDU.noError) {
      throw new RefusedException(
          "inform to " + target.address() + ": " + response.getErrorStatusText());
    }
  }

  private @Nullable PDU response(PDU pdu, NotificationTarget target, UdpAddress address)
      throws IOException {
    NotificationSessions.Session session = sessions.of(target);
    session.listenForAnswers();
    ResponseEvent<UdpAddress> answer =
        session.snmp().send(message(pdu, target), target(address, target));
    return answer == null ? null : answer.getResponse();
  }

  private static PDU message(PDU pdu, NotificationTarget target) {
    return target.user() == null ? pdu : PduVersions.scoped(pdu);
  }

  /** An inform that the other side has, and answered with an error. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  private static String reported(PDU report) {
    String reason =
        report.getVariableBindings().stream()
            .findFirst()
            .map(
                binding ->
                    UsmAnswers.Report.of(binding.getOid())
                        .map(known -> known.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .orElse(binding.getOid().toDottedString()))
            .orElse("without a reason");
    return "it reports: " + reason;
  }

  private static Target<UdpAddress> target(UdpAddress address, NotificationTarget target) {
    SnmpUser user = target.user();
    Target<UdpAddress> to;
    if (user == null) {
      byte[] community = requireNonNull(target.community()).reveal().getBytes(UTF_8);
      to = new CommunityTarget<>(address, new OctetString(community));
      to.setVersion(
          target.version() == NotificationTarget.Version.V1
              ? SnmpConstants.version1
              : SnmpConstants.version2c);
    } else {
      to =
          new UserTarget<>(
              address,
              new OctetString(user.name().getBytes(UTF_8)),
              new byte[0],
              user.auth() == SnmpUser.Auth.NONE
                  ? SecurityLevel.NOAUTH_NOPRIV
                  : user.priv() == SnmpUser.Priv.NONE
                      ? SecurityLevel.AUTH_NOPRIV
                      : SecurityLevel.AUTH_PRIV);
      to.setVersion(SnmpConstants.version3);
    }
    to.setTimeout(target.timeout().toMillis());
    to.setRetries(target.retries());
    return to;
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
    return PduVersions.nowhere();
  }

  @Override
  public void close() throws IOException {
    sessions.close();
  }
}
