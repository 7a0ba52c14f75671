package org.hinomi.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class MailJoinerTest {
  private static final String[] MAIL = {
    "smtpd[9]: connect from c.example.com[192.0.2.7]",
    "smtpd[9]: Anonymous TLS connection established from c.example.com[192.0.2.7]: TLSv1.3 with"
        + " cipher TLS_AES_256_GCM_SHA384 (256/256 bits)",
    "smtpd[9]: 4A1B2C3D4E: client=c.example.com[192.0.2.7], sasl_method=PLAIN, sasl_username=alice",
    "cleanup[5]: 4A1B2C3D4E: message-id=<m1@example.com>",
    "qmgr[2]: 4A1B2C3D4E: from=<alice@example.com>, size=1234, nrcpt=2 (queue active)",
    "smtp[7]: 4A1B2C3D4E: to=<bob@example.org>, relay=mx.example.org[198.51.100.2]:25, delay=1.5,"
        + " delays=0.1/0/1/0.4, dsn=2.0.0, status=sent (250 Ok)",
    "local[8]: 4A1B2C3D4E: to=<root@example.com>, relay=local, delay=0.5, delays=0.1/0/0/0.4,"
        + " dsn=5.1.1, status=bounced (unknown user: \"root\")",
    "qmgr[2]: 4A1B2C3D4E: removed"
  };

  private final List<RecordView> journal = new ArrayList<>();
  private final SyslogDecoder decoder = new SyslogDecoder(SyslogRules.of(ZoneOffset.UTC));
  private MailJoiner mails = joiner(1_000, 1_000);

  @Test
  void givesTheLastLineTheFieldsOfAll() {
    log(MAIL);

    Map<String, Object> record = records(1, MAIL.length).getFirst();

    assertThat(record)
        .containsEntry(Fields.EMAIL_QUEUE_ID, "4A1B2C3D4E")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.7")
        .containsEntry(Fields.SOURCE_DOMAIN, "c.example.com")
        .containsEntry(Fields.USER_NAME, "alice")
        .containsEntry(Fields.TLS_VERSION, "TLSv1.3")
        .containsEntry(Fields.EMAIL_MESSAGE_ID, "m1@example.com")
        .containsEntry(Fields.EMAIL_FROM, "alice@example.com")
        .containsEntry(Fields.EMAIL_SIZE, 1234L)
        .containsEntry(Fields.EMAIL_RECIPIENTS, 2L)
        .containsEntry(Fields.EMAIL_TO, List.of("bob@example.org", "root@example.com"))
        .containsEntry(Fields.EMAIL_STATUS, List.of("sent", "bounced"))
        .containsEntry(
            Fields.EMAIL_DELIVERIES,
            List.of(
                "bob@example.org sent 2.0.0 mx.example.org[198.51.100.2]:25",
                "root@example.com bounced 5.1.1 local"))
        .containsEntry(Fields.EVENT_DURATION, 1_500_000_000L)
        .containsEntry(Fields.EVENT_OUTCOME, "failure");
  }

  /** However the reading is cut and begun again, each mail comes out once and the same. */
  @Test
  void makesTheSameRecordsAfterARestartAnywhere() {
    log(MAIL);
    List<Map<String, Object>> whole = records(1, MAIL.length);

    for (int cut = 1; cut < MAIL.length; cut++) {
      mails = joiner(1_000, 1_000);
      List<Map<String, Object>> parts = new ArrayList<>(records(1, cut));
      mails = joiner(1_000, 1_000);
      parts.addAll(records(cut + 1, MAIL.length));

      assertThat(parts).as("cut behind " + cut).isEqualTo(whole);
    }
  }

  @Test
  void beginsAnewWhereAQueueIdIsUsedAgain() {
    log(MAIL);
    log(
        "pickup[3]: 4A1B2C3D4E: uid=0 from=<root>",
        "qmgr[2]: 4A1B2C3D4E: from=<root@example.com>, size=1, nrcpt=1 (queue active)",
        "local[8]: 4A1B2C3D4E: to=<root@example.com>, relay=local, delay=0.1, delays=0/0/0/0.1,"
            + " dsn=2.0.0, status=sent (delivered to mailbox)",
        "qmgr[2]: 4A1B2C3D4E: removed");

    Map<String, Object> second = records(1, journal.size()).get(1);

    assertThat(second)
        .containsEntry(Fields.EMAIL_FROM, "root@example.com")
        .containsEntry(Fields.EMAIL_TO, "root@example.com")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .doesNotContainKeys(Fields.SOURCE_IP, Fields.TLS_VERSION);
  }

  /** What depended on records outside of the window would be another after a restart. */
  @Test
  void joinsNothingThatBeganBeforeTheWindow() {
    log(MAIL);
    mails = joiner(3, 1_000);
    assertThat(records(1, MAIL.length)).isEmpty();

    mails = joiner(1_000, 3);
    assertThat(records(1, MAIL.length)).isEmpty();
  }

  @Test
  void keepsHostsApart() {
    log(MAIL);
    journal.set(
        MAIL.length - 1,
        record("<22>Nov 23 18:17:12 other postfix/qmgr[2]: 4A1B2C3D4E: removed", 8));

    assertThat(records(1, MAIL.length)).isEmpty();
  }

  private void log(String... lines) {
    for (String line : lines) {
      journal.add(record("<22>Nov 23 18:17:12 mail postfix/" + line, journal.size() + 1L));
    }
  }

  private static RecordView record(String text, long position) {
    return TestRecord.of(text).over(Transport.SYSLOG_TCP, 0, 0, position);
  }

  private MailJoiner joiner(long positions, long lines) {
    return new MailJoiner(ListReader::new, decoder::decode, positions, lines);
  }

  /** The mail records among these positions, read in batches of two. */
  private List<Map<String, Object>> records(int first, int last) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (int from = first; from <= last; from += 2) {
      List<Decoded> batch = new ArrayList<>();
      for (int p = from; p <= Math.min(last, from + 1); p++) {
        batch.add(decoder.decode(journal.get(p - 1)));
      }
      for (Decoded decoded : mails.apply(batch)) {
        Map<String, Object> fields = ((Event) decoded).fields();
        if ("mail-record".equals(fields.get(Fields.EVENT_ACTION))) {
          records.add(new HashMap<>(fields));
        }
      }
    }
    return records;
  }

  /** Reads what the test put into the list. */
  private final class ListReader implements JournalReader {
    private long next;

    ListReader(long from) {
      next = from;
    }

    @Override
    public long nextPosition() {
      return next;
    }

    @Override
    public int read(int maxRecords, Duration wait, Consumer<RecordView> sink) {
      int n = 0;
      while (n < maxRecords && next <= journal.size()) {
        sink.accept(journal.get((int) next++ - 1));
        n++;
      }
      return n;
    }

    @Override
    public void close() {}
  }
}
