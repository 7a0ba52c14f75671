package org.hinomi.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.ZoneOffset;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
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
