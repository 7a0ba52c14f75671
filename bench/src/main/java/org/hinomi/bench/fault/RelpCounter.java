package org.hinomi.bench.fault;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts frames ({@code TXNR SP COMMAND SP DATALEN [SP DATA] LF}) of a stream that is given in
 * pieces. Not thread-safe.
 */
final class RelpCounter {
  private final String command;
  private final String exact;
  private final AtomicLong count;
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder data = new StringBuilder();
  private int left = -1;

  /**
   * @param command with a blank on both sides
   * @param exact what the data of those that count is; empty: any
   */
  RelpCounter(String command, String exact, AtomicLong count) {
    this.command = command;
    this.exact = exact;
    this.count = count;
  }

  void count(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      char c = (char) (bytes[i] & 0xff);
      if (left >= 0) {
        if (left == 0) {
          end();
        } else {
          left--;
          if (data.length() <= exact.length()) {
            data.append(c);
          }
        }
      } else if (c == '\n') {
        // A frame without data.
        head.setLength(0);
      } else {
        head.append(c);
        dataBegins(c);
      }
    }
  }

  /** After the third word, at its blank. */
  private void dataBegins(char c) {
    if (c != ' ') {
      return;
    }
    String[] words = head.toString().split(" ", -1);
    if (words.length == 4) {
      left = Integer.parseInt(words[2]);
    }
  }

  private void end() {
    if (head.indexOf(command) >= 0 && (exact.isEmpty() || exact.contentEquals(data))) {
      count.incrementAndGet();
    }
    head.setLength(0);
    data.setLength(0);
    left = -1;
  }
}
