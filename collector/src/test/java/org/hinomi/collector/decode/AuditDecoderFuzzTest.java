package org.hinomi.collector.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hinomi.core.event.Transport;

/** Whatever the journal holds as a record of the collector itself: no exception. */
class AuditDecoderFuzzTest {
  private final AuditDecoder decoder = new AuditDecoder();

  @FuzzTest
  void decodesAnything(byte[] data) {
    if (decoder.decode(AuditDecoderTest.record(Transport.INTERNAL, data)).original().length()
        != data.length) {
      throw new AssertionError("the record is not kept whole");
    }
  }
}
