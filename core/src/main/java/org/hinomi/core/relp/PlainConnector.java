package org.hinomi.core.relp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.hinomi.core.settings.HostPort;

/** Connects to servers in plain text. Thread-safe. */
public final class PlainConnector implements Failover.Opener {
  private final RelpSettings settings;

  public PlainConnector(RelpSettings settings) {
    this.settings = settings;
  }

  @Override
  public Socket open(HostPort server) throws IOException {
    return connect(server, settings);
  }

  static Socket connect(HostPort server, RelpSettings settings) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(
          new InetSocketAddress(server.host(), server.port()),
          Math.toIntExact(settings.connectTimeout().toMillis()));
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
