package org.hinomi.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.ZoneOffset;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.SenderLosses;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class DecodersTest {
  private static final SyslogRules RULES = SyslogRules.of(ZoneOffset.UTC);
  private static final String FRAME =
      "<14>1 - h a - EVENT [hinomi@32473 agent=\"a\" inc=\"1\" seq=\"1\" kind=\"line\"] text";

  @Test
  void givesEachRecordToItsDecoder() {
    Event trap = new SyslogDecoder(RULES).decode(TestRecord.of("<13>Nov 23 12:00:00 h t: trap"));
    Decoders decoders = new Decoders(RULES, record -> trap, new PrometheusRegistry());

    Event decoded = (Event) decoders.decode(TestRecord.of("x").over(Transport.SNMP, 0, 0, 1));
    assertThat(decoded.original()).isSameAs(trap.original());
    assertThat(decoders.decode(TestRecord.of(FRAME)).identity()).isNotNull();
    assertThat(decoders.decode(TestRecord.of("<13>x")).identity()).isNull();
  }

  @Test
  void whatIsCutOrDamagedCountsForItsSenderOnceReceived() {
    SenderLosses losses = new SenderLosses();
    Decoders decoders =
        new Decoders(
            RULES,
            record -> {
              throw new IllegalStateException("no SNMP here");
            },
            new PrometheusRegistry(),
            losses,
            TestRecord.of("").receivedNanos());
    decoders.decode(TestRecord.of("<13>Nov 23 12:00:00 h app: all is well"));
    assertThat(losses.due(0, true, 10)).isEmpty();
    decoders.decode(TestRecord.of("<13>Nov 23 12:00:00 h app: cut").cut(9_000, null));
    decoders.decode(TestRecord.of("<999>1 what is this"));
    decoders.decode(TestRecord.of("<13>Nov 23 12:00:00 h app: ca").cut(0, FrameFault.CUT_OFF));
    assertThat(losses.due(0, true, 10))
        .extracting(report -> report.kind() + " " + report.records())
        .containsExactlyInAnyOrder("OVERSIZE 1", "UNDECODABLE 1", "TRUNCATED 1");
    decoders.decode(
        TestRecord.of("<13>Nov 23 12:00:00 h app: cut").over(Transport.IMPORT, 0, 0, 9));
    assertThat(losses.due(0, true, 10)).as("imports have no sender").hasSize(3);
  }

  @Test
  void aDecoderThatFailsCostsNoRecord() {
    Decoder failing =
        record -> {
          throw new IllegalStateException("broken");
        };
    Decoders decoders = new Decoders(failing, failing, failing, new PrometheusRegistry());
    Event event = (Event) decoders.decode(TestRecord.of("<13>text"));

    assertThat(event.original().toString()).isEqualTo("<13>text");
    assertThat(event.message()).isEqualTo("<13>text");
    assertThat(event.fields().get(Fields.ERROR_MESSAGE)).asString().contains("broken");
  }
}
