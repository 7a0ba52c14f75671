package org.hinomi.collector.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hinomi.collector.decode.RawMessage;
import org.jspecify.annotations.Nullable;

/**
 * The original bytes beside the message, without storing the message twice: most originals end with
 * the message, so only what stands before it is kept.
 *
 * <pre>original = whole,                   where whole is not null
 *          head || utf8(message)    else (head null: nothing before it)</pre>
 *
 * @param whole the original, where it does not end with the message's bytes
 * @param head what stands before the message
 */
record OriginalBytes(byte @Nullable [] whole, byte @Nullable [] head) {

  static OriginalBytes of(byte[] original, String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int start = original.length - text.length;
    if (start < 0 || !Arrays.equals(original, start, original.length, text, 0, text.length)) {
      return new OriginalBytes(original, null);
    }
    return new OriginalBytes(null, start == 0 ? null : Arrays.copyOf(original, start));
  }

  /** Puts the original together again. */
  RawMessage join(String message) {
    if (whole != null) {
      return RawMessage.wrap(whole);
    }
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    if (head == null) {
      return RawMessage.wrap(text);
    }
    byte[] all = Arrays.copyOf(head, head.length + text.length);
    System.arraycopy(text, 0, all, head.length, text.length);
    return RawMessage.wrap(all);
  }
}
