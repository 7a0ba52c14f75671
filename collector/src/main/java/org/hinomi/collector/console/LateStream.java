package org.hinomi.collector.console;

import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends the head of an answer with its first bytes that are not held back: until then it can still
 * become an error or get another header. For one thread.
 */
final class LateStream extends OutputStream {
  private final ServerResponse response;
  private final int hold;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private @Nullable OutputStream out;

  /**
   * Makes one.
   *
   * @param hold most bytes to hold back
   */
  LateStream(ServerResponse response, int hold) {
    this.response = response;
    this.hold = hold;
  }

  /** Whether the head is sent. */
  boolean begun() {
    return out != null;
  }

  private OutputStream out() throws IOException {
    OutputStream now = out;
    if (now == null) {
      now = response.outputStream();
      out = now;
      held.writeTo(now);
      held.reset();
    }
    return now;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (out == null && held.size() + length <= hold) {
      held.write(bytes, offset, length);
    } else {
      out().write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    out().close();
  }
}
