package org.hinomi.collector.decode.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Fields;

/** What the tests of events have in common that come as syslog messages. */
final class ReceivedEvents {
  private static final Instant RECEIVED = Instant.parse("2026-11-28T00:00:00Z");

  private final SyslogDecoder decoder = new SyslogDecoder(SyslogRules.of(ZoneId.of("Asia/Tokyo")));

  Event decode(String message) {
    return decode(message.getBytes(StandardCharsets.UTF_8));
  }

  private Event decode(byte[] message) {
    return decoder.decode(TestRecord.of(message, RECEIVED));
  }

  static Instant time(Event event) {
    return Instant.EPOCH.plusNanos(event.timeMicros() * 1000);
  }

  /** The fields of eve's failed logon, in whatever format it came. */
  static void isFailedLogon(Event event) {
    assertThat(event.fields())
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry(Fields.EVENT_CODE, "4625"),
                Map.entry(Fields.EVENT_PROVIDER, "Microsoft-Windows-Security-Auditing"),
                Map.entry(Fields.WINLOG_CHANNEL, "Security"),
                Map.entry(Fields.EVENT_ACTION, "logon-failed"),
                Map.entry(Fields.EVENT_OUTCOME, "failure"),
                Map.entry(Fields.USER_NAME, "eve"),
                Map.entry(Fields.SOURCE_IP, "192.0.2.7"),
                Map.entry(Fields.SOURCE_PORT, 50123L),
                Map.entry(Fields.SOURCE_DOMAIN, "KALI"),
                Map.entry(Fields.EVENT_REASON, "user name does not exist"),
                Map.entry("winlog.event_data.FailureReason", "%%2313"),
                Map.entry(Fields.REVIEW_KIND, "security_event"),
                Map.entry(
                    Fields.REVIEW_FILLED,
                    List.of("user", "type", "time", "outcome", "origin", "resource"))));
  }

  /** Torn, doubled and garbled: whatever comes is an event with its bytes. */
  void keepsWhateverIsLeftOf(String message, String garbage) {
    Random random = new Random(7);
    byte[] whole = message.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int changes = random.nextInt(8); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) garbage.charAt(random.nextInt(garbage.length()));
      }
      assertThat(decode(bytes).original().bytes()).isEqualTo(bytes);
    }
  }
}
