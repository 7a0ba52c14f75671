package org.hinomi.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An answer of a RELP receiver, {@code TXNR SP rsp SP LENGTH [SP DATA] LF}. */
final class RelpAnswer {
  private static final int LONGEST = 65_536;

  private RelpAnswer() {}

  /**
   * Reads one, and is content with one kind alone: that all is well with the message of this
   * number.
   *
   * @throws IOException where it says anything else, or none comes
   */
  static void read(InputStream in, long transaction) throws IOException {
    String number = word(in);
    String command = word(in);
    if (!command.equals("rsp")) {
      throw new IOException("RELP command: " + command + " (expected: rsp)");
    }
    if (!number.equals(Long.toString(transaction))) {
      throw new IOException("RELP answer to " + number + " (expected: to " + transaction + ")");
    }
    String said = data(in);
    if (!said.equals("200") && !said.startsWith("200 ")) {
      throw new IOException("RELP answer to " + number + ": " + said + " (expected: 200)");
    }
  }

  private static String data(InputStream in) throws IOException {
    int length = 0;
    int c = in.read();
    for (; c >= '0' && c <= '9' && length <= LONGEST; c = in.read()) {
      length = length * 10 + c - '0';
    }
    byte[] data = new byte[0];
    if (c == ' ' && length <= LONGEST) {
      data = in.readNBytes(length);
      c = in.read();
    }
    if (c < 0) {
      throw new EOFException("connection closed");
    }
    if (c != '\n') {
      throw new IOException("RELP answer of " + length + " bytes: its end is missing");
    }
    return new String(data, StandardCharsets.UTF_8);
  }

  static String word(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    int c = in.read();
    for (; c > ' '; c = in.read()) {
      word.append((char) c);
    }
    if (c < 0) {
      throw new EOFException("connection closed");
    }
    return word.toString();
  }
}
