package org.hinomi.collector.notify.syslog;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.syslog.Rfc5424Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a transition as a syslog message. Plain syslog has no answer; over TCP each message gets a
 * connection of its own, and the receiver's closing of it, after ours, says that it has read
 * everything. A message into a connection that the receiver left long ago would be lost unseen.
 */
public final class SyslogNotifier implements Notifier {
  private static final Logger log = LoggerFactory.getLogger(SyslogNotifier.class);

  private final SyslogSettings settings;
  private final String hostname;

  /**
   * @param hostname of this machine, for the message's HOSTNAME
   */
  public SyslogNotifier(SyslogSettings settings, String hostname) {
    this.settings = settings;
    this.hostname = hostname;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Delivery deliver(Transition transition) {
    return send(AlarmMessage.of(transition, settings.facility(), hostname));
  }

  @Override
  public Delivery tell(Notice notice) {
    return send(
        new Rfc5424Writer(
                settings.facility(),
                notice.severity(),
                notice.at(),
                hostname,
                "hinomi",
                null,
                notice.kind())
            .text(notice.line()));
  }

  private Delivery send(byte[] message) {
    try {
      switch (settings.protocol()) {
        case UDP -> sendDatagram(message);
        case TCP -> sendFrame(message);
      }
      return new Delivery.Delivered();
    } catch (IOException e) {
      return new Delivery.RetryAfter(settings.server() + ": " + e.getMessage());
    }
  }

  private void sendDatagram(byte[] message) throws IOException {
    HostPort server = settings.server();
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress address = InetAddress.getByName(server.host());
      socket.send(new DatagramPacket(message, message.length, address, server.port()));
    }
  }

  private void sendFrame(byte[] message) throws IOException {
    HostPort server = settings.server();
    int millis = Math.toIntExact(settings.timeout().toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(server.host()), server.port()), millis);
      socket.setSoTimeout(millis);
      OutputStream out = socket.getOutputStream();
      byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
      byte[] frame = new byte[length.length + message.length];
      System.arraycopy(length, 0, frame, 0, length.length);
      System.arraycopy(message, 0, frame, length.length, message.length);
      out.write(frame);
      out.flush();
      socket.shutdownOutput();
      awaitEnd(socket);
    }
  }

  /** A reset here is an error: the receiver threw away what it had not read. */
  private void awaitEnd(Socket socket) throws IOException {
    try {
      socket.getInputStream().skip(Long.MAX_VALUE);
    } catch (SocketTimeoutException stillOpen) {
      log.atDebug()
          .addKeyValue("destination", name())
          .log("The receiver leaves the connection open; the message is held to be taken.");
    }
  }

  @Override
  public void close() {
    // A socket lives no longer than a message.
  }
}
