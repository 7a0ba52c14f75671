package org.hinomi.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A mail server on loopback that accepts everything, keeps nothing, and says what came. */
final class MailSink implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final Consumer<String> subjects;

  /**
   * @param subjects given the subject of each mail, before it is said to be accepted
   */
  MailSink(Consumer<String> subjects) throws IOException {
    this.subjects = subjects;
    Thread.ofPlatform().daemon().name("mail").start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> talk(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      OutputStream out = socket.getOutputStream();
      say(out, "220 sink");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        switch (line.split(" ", 2)[0]) {
          case "DATA" -> {
            say(out, "354 go on");
            subjects.accept(subject(in));
            say(out, "250 accepted");
          }
          case "QUIT" -> {
            say(out, "221 bye");
            return;
          }
          default -> say(out, "250 sink");
        }
      }
    } catch (IOException e) {
      // The other side ended; what it did not finish counts as not accepted.
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String subject(BufferedReader in) throws IOException {
    String subject = "";
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      if (line.startsWith("Subject: ")) {
        subject = line.substring("Subject: ".length());
      }
    }
    return subject;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
