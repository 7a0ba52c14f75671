package org.hinomi.collector.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class LostRecordsTest {
  private static final long START = 1_800_000_000_000_000L;
  private static final long MINUTE = 60_000_000L;

  private final EventDetection detection = new EventDetection(EventRules.NONE, Map.of());
  private final Unusual unusual = new Unusual();

  private List<String> take(Transport transport, String sender, String kind, long minute) {
    byte[] bytes = "loss".getBytes(StandardCharsets.UTF_8);
    Event event =
        new Event(
            1 + minute,
            transport,
            "127.0.0.1",
            START + minute * MINUTE,
            START + minute * MINUTE,
            "logs",
            13,
            4,
            "hinomi",
            null,
            "loss",
            RawMessage.copyOf(bytes, 0, bytes.length),
            null,
            Map.of("event.code", "loss", "event.reason", kind, "hinomi.audit.sender", sender));
    EventDraft draft = detection.draft();
    unusual.observe(event, draft);
    draft.quiet(START + minute * MINUTE);
    draft.commit();
    return draft.changes().stream()
        .map(c -> c.kind() + " " + c.alert().threshold() + " " + c.state().level())
        .toList();
  }

  @Test
  void aFloodOfOneSenderIsOneAlertThatLastsAsLongAsItIsSaid() {
    assertThat(take(Transport.INTERNAL, "192.0.2.1", "intake-full", 0))
        .containsExactly("MET records-lost MEDIUM");
    for (int minute = 5; minute < 600; minute += 5) {
      assertThat(take(Transport.INTERNAL, "192.0.2.1", "intake-full", minute)).isEmpty();
      assertThat(take(Transport.INTERNAL, "port 514", "kernel-drop", minute)).isEmpty();
    }
    assertThat(take(Transport.INTERNAL, "192.0.2.2", "charset-damaged", 620))
        .containsExactly("MET records-damaged INFORMATIONAL", "CLEARED records-lost MEDIUM");
  }

  @Test
  void tooManyEnginesAreAnAlertOfTheirOwn() {
    assertThat(take(Transport.INTERNAL, "SNMP", "engines-forgotten", 0))
        .containsExactly("MET snmp-engines MEDIUM");
  }

  @Test
  void nobodyElseSaysWhatWasLost() {
    assertThat(take(Transport.SYSLOG_UDP, "192.0.2.1", "intake-full", 0)).isEmpty();
  }
}
