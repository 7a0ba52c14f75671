package org.hinomi.collector.receive.syslog;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever comes over the wire, and however it is split: no exception, and nothing invented. */
class SyslogFramerFuzzTest {

  @FuzzTest
  void framesAnything(byte[] wire) {
    for (int readSize : new int[] {1, 7, Integer.MAX_VALUE}) {
      List<String> records = SyslogFramerTest.frames(wire, readSize);
      long kept =
          records.stream().mapToLong(r -> r.replaceAll("\\|[A-Z_0-9|]*$", "").length()).sum();
      if (kept > wire.length) {
        throw new AssertionError(kept + " bytes out of " + wire.length);
      }
    }
  }
}
