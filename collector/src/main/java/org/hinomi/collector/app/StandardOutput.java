package org.hinomi.collector.app;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that ends the program quietly when nobody reads it any more, as {@code hinomi … |
 * head} does once it has its lines. Other programs are ended by SIGPIPE then; Java's virtual
 * machine does not know that signal.
 */
final class StandardOutput extends FilterOutputStream {
  private final Runnable end;

  /**
   * @param end ends the program
   */
  StandardOutput(OutputStream out, Runnable end) {
    super(out);
    this.end = end;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    try {
      out.write(b, offset, length);
    } catch (IOException e) {
      if (isClosed(e)) {
        end.run();
      }
      throw e;
    }
  }

  /** As Linux says it, and Windows. */
  private static boolean isClosed(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.equals("Broken pipe") || message.startsWith("The pipe is being closed");
  }
}
