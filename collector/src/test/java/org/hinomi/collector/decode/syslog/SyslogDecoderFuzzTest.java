package org.hinomi.collector.decode.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.ZoneId;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;

class SyslogDecoderFuzzTest {
  private final SyslogDecoder decoder =
      new SyslogDecoder(SyslogRules.of(ZoneId.of("Europe/Berlin")));

  /** Any bytes are an event with these bytes as its original. */
  @FuzzTest
  void anyBytesAreAnEvent(byte[] bytes) {
    Event event = decoder.decode(TestRecord.of(bytes));

    assertThat(event.original().bytes()).isEqualTo(bytes);
    assertThat(event.host()).isNotEmpty();
  }
}
