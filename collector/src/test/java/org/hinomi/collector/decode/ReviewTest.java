package org.hinomi.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;

class ReviewTest {
  private final SyslogDecoder decoder = new SyslogDecoder(SyslogRules.of(ZoneOffset.UTC));

  private Event completed(String message) {
    return Review.complete(decoder.decode(TestRecord.of(message)));
  }

  @Test
  void tellsTheKindOfWhatNoDecoderKnowsByFacilityAndSeverity() {
    assertThat(Review.kind(10, 6)).isEqualTo("security_event");
    assertThat(Review.kind(3, 2)).isEqualTo("fault");
    assertThat(Review.kind(3, 4)).isEqualTo("exception");
    assertThat(Review.kind(3, 6)).isEqualTo("user_activity");
    assertThat(Review.kind(-1, -1)).isEqualTo("user_activity");
  }

  @Test
  void saysWhichItemsAnEventAnswers() {
    assertThat(
            completed(
                    "<38>Nov 23 18:17:12 web1 sshd[4711]: Accepted password for alice from 192.0.2.7"
                        + " port 50123 ssh2")
                .fields())
        .containsEntry(Fields.REVIEW_KIND, "user_activity")
        .containsEntry(
            Fields.REVIEW_FILLED, List.of("user", "type", "time", "outcome", "origin", "resource"));
    assertThat(completed("<13>no header at all").fields())
        .containsEntry(Fields.REVIEW_FILLED, List.of());
  }
}
