package org.hinomi.core.relp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One open RELP session over a connected socket: numbers frames, reads answers in order. Not
 * thread-safe, but one thread may write while another reads.
 */
final class RelpSession implements Closeable {
  private static final String OFFER = "relp_version=0\nrelp_software=hinomi\ncommands=syslog";

  private static final int FAREWELL_MILLIS = 1000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int txnr = 1;
  private int answered = 1;

  private RelpSession(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 4096);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
  }

  /**
   * Shakes hands.
   *
   * @param socket connected; its read timeout is how long the peer may take for an answer
   * @throws IOException where the peer refuses, is silent, or speaks something else
   */
  static RelpSession open(Socket socket) throws IOException {
    RelpSession session = new RelpSession(socket);
    new RelpFrame(1, "open", OFFER.getBytes(US_ASCII)).write(session.out);
    session.out.flush();
    RelpFrame answer = session.answerToOpen();
    requireOk(answer);
    String offer = new String(answer.data(), UTF_8);
    if (offer.lines().noneMatch(RelpSession::offersSyslog)) {
      throw new IOException(
          "RELP: the peer does not offer the command syslog: " + shortened(offer));
    }
    return session;
  }

  /** Over TLS 1.3 a client learns only now that its certificate is not taken. */
  private RelpFrame answerToOpen() throws IOException {
    try {
      return answer();
    } catch (EOFException e) {
      if (socket instanceof SSLSocket) {
        throw new IOException(
            "RELP: the peer closes the connection before it answers; it may not take our"
                + " certificate (on the collector: hinomi enroll list)",
            e);
      }
      throw e;
    }
  }

  private static boolean offersSyslog(String line) {
    if (!line.startsWith("commands=")) {
      return false;
    }
    for (String command : line.substring("commands=".length()).split(",", -1)) {
      if (command.strip().toLowerCase(Locale.ROOT).equals("syslog")) {
        return true;
      }
    }
    return false;
  }

  /** Writes one message; {@link #flush} makes it leave. */
  void write(byte[] message) throws IOException {
    txnr = txnr == RelpFrame.MAX_TXNR ? 1 : txnr + 1;
    new RelpFrame(txnr, "syslog", message).write(out);
  }

  void flush() throws IOException {
    out.flush();
  }

  /**
   * Waits for the answer to the oldest message that has none.
   *
   * @throws IOException where the peer refuses it, is silent for too long, or ends the session
   */
  void awaitAnswer() throws IOException {
    RelpFrame answer = answer();
    answered = answered == RelpFrame.MAX_TXNR ? 1 : answered + 1;
    if (answer.txnr() != answered) {
      throw new IOException(
          "RELP: answer to frame " + answer.txnr() + " (expected: to " + answered + ")");
    }
    requireOk(answer);
  }

  /** Asks with another command and waits for the answer; nothing else is under way. */
  String ask(String command, byte[] data) throws IOException {
    txnr = txnr == RelpFrame.MAX_TXNR ? 1 : txnr + 1;
    new RelpFrame(txnr, command, data).write(out);
    out.flush();
    RelpFrame answer = answer();
    if (answer.txnr() != txnr) {
      throw new IOException("RELP: answer to frame " + answer.txnr() + " (expected: " + txnr + ")");
    }
    requireOk(answer);
    return new String(answer.data(), UTF_8);
  }

  private RelpFrame answer() throws IOException {
    RelpFrame frame;
    try {
      frame = RelpFrame.read(in);
    } catch (SocketTimeoutException e) {
      throw new IOException("RELP: no answer within " + socket.getSoTimeout() / 1000.0 + " s", e);
    }
    if (frame == null) {
      throw new EOFException("RELP: the peer closed the connection");
    }
    if (frame.command().equals("serverclose")) {
      throw new EOFException("RELP: the peer ends the session (serverclose)");
    }
    if (!frame.command().equals("rsp")) {
      throw new IOException("RELP: command " + frame.command() + " (expected: rsp)");
    }
    return frame;
  }

  private static void requireOk(RelpFrame answer) throws IOException {
    String text = new String(answer.data(), UTF_8);
    if (!text.equals("200") && !text.startsWith("200 ")) {
      throw new IOException("RELP: the peer refuses: " + shortened(text));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  /** Says goodbye after the last answer, and waits a moment for the peer to agree. */
  void farewell() throws IOException {
    socket.setSoTimeout(FAREWELL_MILLIS);
    int number = txnr == RelpFrame.MAX_TXNR ? 1 : txnr + 1;
    new RelpFrame(number, "close", new byte[0]).write(out);
    out.flush();
    @Nullable RelpFrame answer = RelpFrame.read(in);
    while (answer != null && !answer.command().equals("serverclose")) {
      answer = RelpFrame.read(in);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
