package org.hinomi.collector.notify.tower;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.hinomi.core.settings.HostPort;

/**
 * The remote shell of BSD: no port for errors, our user, the tower's user and {@code alert DIGITS},
 * each ended by NUL; the tower answers NUL, or 01 and why not.
 */
final class RshTower implements Tower {
  private static final int HIGHEST_RESERVED = 1023;
  private static final int LOWEST_RESERVED = 512;
  private static final int LONGEST_REASON = 200;

  private final HostPort to;
  private final String user;
  private final Duration timeout;

  RshTower(HostPort to, String user, Duration timeout) {
    this.to = to;
    this.user = user;
    this.timeout = timeout;
  }

  @Override
  public void show(Lamp lamp) throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    try (Socket socket = new Socket()) {
      bind(socket);
      socket.connect(new InetSocketAddress(to.host(), to.port()), millis);
      socket.setSoTimeout(millis);
      String request = "\0" + user + "\0" + user + "\0alert " + lamp.digits() + "\0";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      int answer = in.read();
      if (answer != 0) {
        byte[] reason = answer < 0 ? new byte[0] : in.readNBytes(LONGEST_REASON);
        throw new IOException(
            "the tower refuses it: " + new String(reason, StandardCharsets.US_ASCII).strip());
      }
    }
  }

  /**
   * A port that only root may send from, as rsh has it; where we may not, any: most towers do not
   * look.
   */
  private static void bind(Socket socket) throws IOException {
    for (int port = HIGHEST_RESERVED; port >= LOWEST_RESERVED; port--) {
      try {
        socket.bind(new InetSocketAddress(port));
        return;
      } catch (BindException taken) {
        // The next one; without the right to any of them it ends soon enough.
        if (String.valueOf(taken.getMessage()).contains("ermission")) {
          return;
        }
      } catch (SocketException notAllowed) {
        return;
      }
    }
  }
}
