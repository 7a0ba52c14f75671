package org.hinomi.core.relp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.hinomi.core.settings.HostPort;
import org.jspecify.annotations.Nullable;

/** A RELP server whose every answer a test decides. */
final class ScriptedRelpServer implements AutoCloseable {
  static final String OK = "200 OK";

  /** Instead of an answer: the connection is closed. */
  static final String HANG_UP = "hang up";

  /** Instead of an answer: nothing. */
  static final String SILENCE = "silence";

  /** Instead of an answer: serverclose. */
  static final String SERVER_CLOSE = "serverclose";

  final List<String> received = new CopyOnWriteArrayList<>();
  final List<String> commands = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final IntFunction<String> answers;
  private final String offer;
  private volatile @Nullable Socket current;

  /**
   * @param answers what is answered to the n-th syslog frame of all sessions, from 0
   */
  ScriptedRelpServer(String offer, IntFunction<String> answers) throws IOException {
    this.offer = offer;
    this.answers = answers;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::run);
  }

  HostPort address() {
    return new HostPort(server.getInetAddress().getHostAddress(), server.getLocalPort());
  }

  private void run() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        current = socket;
        serve(socket);
      } catch (IOException e) {
        commands.add("disconnected");
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    var in = new BufferedInputStream(socket.getInputStream());
    RelpFrame frame;
    while ((frame = RelpFrame.read(in)) != null) {
      commands.add(frame.command());
      String answer = OK;
      switch (frame.command()) {
        case "open" -> answer = offer;
        case "syslog" -> {
          answer = answers.apply(received.size());
          received.add(new String(frame.data(), UTF_8));
        }
        case "close" -> {
          new RelpFrame(frame.txnr(), "rsp", new byte[0]).write(socket.getOutputStream());
          new RelpFrame(0, SERVER_CLOSE, new byte[0]).write(socket.getOutputStream());
          return;
        }
        default -> throw new IOException(frame.command());
      }
      switch (answer) {
        case HANG_UP -> {
          return;
        }
        case SILENCE -> {}
        case SERVER_CLOSE ->
            new RelpFrame(0, SERVER_CLOSE, new byte[0]).write(socket.getOutputStream());
        default ->
            new RelpFrame(frame.txnr(), "rsp", answer.getBytes(UTF_8))
                .write(socket.getOutputStream());
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Socket socket = current;
    if (socket != null) {
      socket.close();
    }
  }
}
