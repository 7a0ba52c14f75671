package org.hinomi.service;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a RELP client and a server and writes down what was sent and what was answered,
 * frame by frame. When one side ends, so does the other. A refused connection to the server ends
 * the client's at once.
 */
final class RelpWitness implements AutoCloseable {
  private final ServerSocket listener;
  private volatile int serverPort;

  /** Messages that the client sent at least once. */
  final Set<String> sent = ConcurrentHashMap.newKeySet();

  /** Messages for which the client got a positive answer. */
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /** Frames sent, resends included. */
  final AtomicLong frames = new AtomicLong();

  RelpWitness(int serverPort) throws IOException {
    this.serverPort = serverPort;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> session(client));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void session(Socket client) {
    Map<String, String> open = new ConcurrentHashMap<>();
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      Thread back = Thread.ofVirtual().start(() -> answers(server, client, open));
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(server.getOutputStream());
      for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
        if (frame.command.equals("syslog")) {
          frames.incrementAndGet();
          sent.add(frame.data);
          open.put(frame.number, frame.data);
        }
        out.write(frame.bytes);
        if (in.available() == 0) {
          out.flush();
        }
      }
      server.close();
      back.join();
    } catch (IOException | InterruptedException e) {
      // One side is gone, as it should be in this test; closing tells the other.
    }
  }

  private void answers(Socket server, Socket client, Map<String, String> open) {
    try (client) {
      InputStream in = new BufferedInputStream(server.getInputStream());
      OutputStream out = new BufferedOutputStream(client.getOutputStream());
      for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
        out.write(frame.bytes);
        out.flush();
        String message = open.remove(frame.number);
        if (message != null && frame.data.startsWith("200")) {
          acknowledged.add(message);
        }
      }
    } catch (IOException e) {
      // As above.
    }
  }

  private record Frame(String number, String command, String data, byte[] bytes) {
    /** {@code TXNR SP COMMAND SP DATALEN [SP DATA] LF}; null at the end or in a broken frame. */
    static Frame read(InputStream in) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      String number = word(in, all);
      String command = word(in, all);
      StringBuilder length = new StringBuilder();
      int c = in.read();
      for (; c >= '0' && c <= '9'; c = in.read()) {
        all.write(c);
        length.append((char) c);
      }
      if (c < 0 || length.isEmpty()) {
        return null;
      }
      all.write(c);
      byte[] data = new byte[0];
      if (c == ' ') {
        data = in.readNBytes(Integer.parseInt(length.toString()));
        all.writeBytes(data);
        all.write(in.read());
      }
      return new Frame(
          number, command, new String(data, StandardCharsets.UTF_8), all.toByteArray());
    }

    private static String word(InputStream in, ByteArrayOutputStream all) throws IOException {
      StringBuilder word = new StringBuilder();
      int c = in.read();
      for (; c > ' '; c = in.read()) {
        all.write(c);
        word.append((char) c);
      }
      if (c >= 0) {
        all.write(c);
      }
      return word.toString();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
