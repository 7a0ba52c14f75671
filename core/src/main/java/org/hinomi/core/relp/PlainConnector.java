package org.hinomi.core.relp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.text.Reason;

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

  /**
   * @throws IOException where it fails; names the server
   */
  static Socket connect(HostPort server, RelpSettings settings) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(
          new InetSocketAddress(server.host(), server.port()),
          Math.toIntExact(settings.connectTimeout().toMillis()));
      return socket;
    } catch (UnknownHostException e) {
      socket.close();
      throw new IOException(server.host() + ": no such host", e);
    } catch (IOException e) {
      socket.close();
      throw new IOException(server + ": " + Reason.of(e), e);
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
