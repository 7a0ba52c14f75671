package org.hinomi.core.relp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One RELP frame: {@code TXNR SP COMMAND SP DATALEN [SP DATA] LF}.
 *
 * @param txnr 0..999999999; 0 only for the peer's hints
 * @param command letters, at most 32
 * @param data owned by this frame
 */
@SuppressWarnings("ArrayRecordComponent") // lives from the socket to its reader only
record RelpFrame(int txnr, String command, byte[] data) {
  static final int MAX_TXNR = 999_999_999;

  /** Answers and hints are short; nothing longer is taken from a peer. */
  static final int MAX_ANSWER_BYTES = 128 * 1024;

  void write(OutputStream out) throws IOException {
    out.write((txnr + " " + command + " " + data.length).getBytes(US_ASCII));
    if (data.length > 0) {
      out.write(' ');
      out.write(data);
    }
    out.write('\n');
  }

  /**
   * Reads one frame.
   *
   * @return null where the stream ends before a frame begins
   * @throws IOException where it ends within one, or the bytes are no frame
   */
  static @Nullable RelpFrame read(InputStream in) throws IOException {
    int c = in.read();
    if (c < 0) {
      return null;
    }
    int txnr = 0;
    int digits = 0;
    while (c >= '0' && c <= '9' && digits++ < 9) {
      txnr = txnr * 10 + c - '0';
      c = next(in);
    }
    require(digits > 0 && c == ' ', "a transaction number");
    StringBuilder command = new StringBuilder();
    while (isLetter(c = next(in)) && command.length() < 32) {
      command.append((char) c);
    }
    require(!command.isEmpty() && c == ' ', "a command");
    int length = 0;
    digits = 0;
    while ((c = next(in)) >= '0' && c <= '9' && digits++ < 9) {
      length = length * 10 + c - '0';
    }
    require(digits > 0 && length <= MAX_ANSWER_BYTES, "a data length within limits");
    byte[] data = new byte[0];
    if (length > 0) {
      require(c == ' ', "a space before the data");
      data = in.readNBytes(length);
      if (data.length < length) {
        throw new EOFException("RELP: connection closed within a frame");
      }
      c = next(in);
    } else if (c == ' ') {
      c = next(in); // librelp ends an empty frame with a space before the LF
    }
    require(c == '\n', "a line feed at the end");
    return new RelpFrame(txnr, command.toString(), data);
  }

  private static int next(InputStream in) throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new EOFException("RELP: connection closed within a frame");
    }
    return c;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static void require(boolean condition, String what) throws IOException {
    if (!condition) {
      throw new IOException("RELP: the peer sent no valid frame (expected: " + what + ")");
    }
  }
}
