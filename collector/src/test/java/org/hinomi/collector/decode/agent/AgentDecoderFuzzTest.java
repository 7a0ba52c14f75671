package org.hinomi.collector.decode.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Transport;

class AgentDecoderFuzzTest {
  private final AgentDecoder decoder =
      new AgentDecoder(new Senders(SyslogRules.of(ZoneOffset.UTC)));

  @FuzzTest
  void anyFrameIsDecoded(byte[] bytes) {
    TestRecord record = TestRecord.of(bytes);

    assertThat(AgentDecoder.claims(record)).isIn(true, false);
    assertThat(decoder.decode(record).host()).isNotEmpty();
  }

  /** The same behind a sound header, so that the original records are reached. */
  @FuzzTest
  void anyOriginalIsDecoded(byte[] bytes) {
    for (String kind :
        new String[] {"line", "journald", "utmp", "boot", "sample", "agent", "captured", "flow"}) {
      byte[] header =
          ("<14>1 - h a - EVENT [hinomi@32473 agent=\"a\" inc=\"1\" seq=\"1\" kind=\""
                  + kind
                  + "\"] ")
              .getBytes(StandardCharsets.US_ASCII);
      byte[] frame = java.util.Arrays.copyOf(header, header.length + bytes.length);
      System.arraycopy(bytes, 0, frame, header.length, bytes.length);

      assertThat(decoder.decode(TestRecord.of(frame)).identity()).isNotNull();
    }
  }

  /** What only imports may give. */
  @FuzzTest
  void anyImportedOriginalIsDecoded(byte[] bytes) {
    for (String kind :
        new String[] {
          "captured\" sender=\"192.0.2.1\" format=\"syslog",
          "captured\" sender=\"192.0.2.1\" format=\"snmp",
          "flow",
          "mail",
          "columns\" format=\"json",
          "columns\" format=\"csv\" columns=\"time\u001fb",
          "columns\" format=\"kv"
        }) {
      byte[] header =
          ("<14>1 - h a - EVENT [hinomi@32473 agent=\"import:a\" inc=\"1\" seq=\"1\" kind=\""
                  + kind
                  + "\"] ")
              .getBytes(StandardCharsets.US_ASCII);
      byte[] frame = java.util.Arrays.copyOf(header, header.length + bytes.length);
      System.arraycopy(bytes, 0, frame, header.length, bytes.length);
      TestRecord record = TestRecord.of(frame).over(Transport.IMPORT, 0, 0, 1);

      assertThat(decoder.decode(record).identity()).isNotNull();
    }
  }
}
