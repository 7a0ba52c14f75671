package org.hinomi.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a log of RFC 5424 messages, one a line; packed where the file's name ends in .gz. With a
 * rate it appends so many lines a second, as a busy program does.
 */
public final class LogFile {
  private static final int SIZE = 200;
  private static final long STEPS_PER_SECOND = 100;

  private LogFile() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3 && args.length != 4) {
      System.err.println("LogFile: (expected: FILE FIRST COUNT [RATE])");
      System.exit(2);
    }
    Path file = Path.of(args[0]);
    long first = Long.parseLong(args[1]);
    long end = first + Long.parseLong(args[2]);
    long rate = args.length == 4 ? Long.parseLong(args[3]) : STEPS_PER_SECOND;
    if (rate < STEPS_PER_SECOND || rate % STEPS_PER_SECOND != 0) {
      System.err.println(
          "LogFile: rate " + rate + " (expected: a multiple of " + STEPS_PER_SECOND + ")");
      System.exit(2);
    }
    Message message = new Message(SIZE);
    if (args.length == 4) {
      append(file, message, first, end, rate);
      return;
    }
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out =
            new BufferedOutputStream(
                args[0].endsWith(".gz") ? new GZIPOutputStream(plain) : plain, 1 << 16)) {
      for (long number = first; number < end; number++) {
        out.write(message.number(number));
        out.write('\n');
      }
    }
  }

  private static void append(Path file, Message message, long first, long end, long rate)
      throws IOException {
    Pace pace = new Pace(STEPS_PER_SECOND);
    long step = rate / STEPS_PER_SECOND;
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (long number = first; number < end; ) {
        for (long last = Math.min(end, number + step); number < last; number++) {
          lines.writeBytes(message.number(number));
          lines.write('\n');
        }
        lines.writeTo(out);
        lines.reset();
        pace.await();
      }
    }
  }
}
