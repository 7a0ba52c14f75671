package org.hinomi.collector.decode.syslog;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.charset.CharsetTeller;
import org.jspecify.annotations.Nullable;

/**
 * The charsets of senders whose messages are no UTF-8 and for whom none is declared, told from what
 * they send. Not thread-safe.
 */
final class SenderCharsets {
  /** Each may hold some KiB. */
  private static final int MOST_SENDERS = 256;

  private final Map<String, CharsetTeller> tellers = new HashMap<>();

  /**
   * @param address of the sender
   * @return null for UTF-8
   */
  @Nullable Charset of(String address, byte[] message) {
    CharsetTeller teller = tellers.get(address);
    if (teller == null) {
      if (tellers.size() >= MOST_SENDERS) {
        tellers.clear();
      }
      teller = new CharsetTeller();
      tellers.put(address, teller);
    }
    return teller.of(message);
  }
}
