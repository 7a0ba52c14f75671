package org.hinomi.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes a log of RFC 5424 messages, one a line; packed where the file's name ends in .gz. */
public final class LogFile {
  private static final int SIZE = 200;

  private LogFile() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("LogFile: (expected: FILE FIRST COUNT)");
      System.exit(2);
    }
    Path file = Path.of(args[0]);
    long first = Long.parseLong(args[1]);
    long end = first + Long.parseLong(args[2]);
    Message message = new Message(SIZE);
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
}
