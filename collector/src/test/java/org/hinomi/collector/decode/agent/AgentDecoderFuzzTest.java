package org.hinomi.collector.decode.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Transport;

class AgentDecoderFuzzTest {
  private static final byte[] KNOWN =
      ("<14>1 2026-11-23T18:17:12.345678Z h a 8 EVENT [hinomi@32473 agent=\"a\" inc=\"1\" seq=\"17\""
              + " source=\"s\" kind=\"line\" zone=\"Asia/Tokyo\"] text")
          .getBytes(StandardCharsets.US_ASCII);

  private final Senders senders = new Senders(SyslogRules.of(ZoneOffset.UTC));
  private final ServiceDecoder services = new ServiceDecoder();
  private final AgentDecoder decoder = new AgentDecoder(senders, services);

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

  /** Whatever of a known frame another has, it is read as for the first time. */
  @FuzzTest
  void anyFrameLikeAKnownOneIsReadAsItIsAlone(byte[] bytes) {
    if (bytes.length < 2) {
      return;
    }
    byte[] frame = KNOWN.clone();
    int from = (bytes[0] & 0xff) % frame.length;
    System.arraycopy(bytes, 1, frame, from, Math.min(bytes.length - 1, frame.length - from));
    decoder.decode(TestRecord.of(KNOWN));

    assertThat(decoder.decode(TestRecord.of(frame)))
        .isEqualTo(new AgentDecoder(senders, services).decode(TestRecord.of(frame)));
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
