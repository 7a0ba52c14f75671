package org.hinomi.collector.receive.snmp;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the clocks of authentic senders, whose engines are learnt when they are first
 * heard (RFC 3414, sections 2.3 and 3.2, step 7b). Bounded: the engine that was silent for longest
 * is forgotten first. Used by one thread.
 */
final class SenderEngines {
  private static final Logger log = LoggerFactory.getLogger(SenderEngines.class);

  /** RFC 3414, section 2.2.3: seconds that a message may be late. */
  static final int WINDOW = 150;

  private static final long NANOS = 1_000_000_000L;

  private final int most;
  private final Map<ByteBuffer, Clock> clocks = new LinkedHashMap<>(16, 0.75f, true);
  private long forgotten;

  /**
   * @param boots snmpEngineBoots of the newest message
   * @param time its snmpEngineTime, seconds
   * @param heardNanos when it came, on the clock that only goes forward
   */
  private record Clock(int boots, int time, long heardNanos) {
    int expected(long nowNanos) {
      return (int) Math.min(Integer.MAX_VALUE, time + (nowNanos - heardNanos) / NANOS);
    }
  }

  /**
   * @param most engines that are kept
   */
  SenderEngines(int most) {
    this.most = most;
  }

  /**
   * Whether an authentic message is timely by what its sender said before; the first of an engine
   * is.
   */
  boolean timely(byte[] engineId, int boots, int time, long nowNanos) {
    if (boots == Integer.MAX_VALUE || boots < 0 || time < 0) {
      return false;
    }
    ByteBuffer id = ByteBuffer.wrap(engineId);
    Clock known = clocks.get(id);
    if (known == null) {
      clocks.put(id, new Clock(boots, time, nowNanos));
      forgetOldest();
      return true;
    }
    if (boots > known.boots || (boots == known.boots && time > known.time)) {
      clocks.put(id, new Clock(boots, time, nowNanos));
      return true;
    }
    return boots == known.boots && time >= known.expected(nowNanos) - WINDOW;
  }

  private void forgetOldest() {
    if (clocks.size() <= most) {
      return;
    }
    clocks.remove(clocks.keySet().iterator().next());
    forgotten++;
    if (Long.bitCount(forgotten) == 1) { // the 1st, 2nd, 4th, 8th …
      log.atWarn()
          .addKeyValue("kept", most)
          .addKeyValue("forgotten", forgotten)
          .log(
              "More SNMPv3 engines send than are kept: from those forgotten, a repeated message"
                  + " would be taken once more. A user's passphrase may be in wrong hands.");
    }
  }

  int size() {
    return clocks.size();
  }

  long forgotten() {
    return forgotten;
  }
}
