package org.hinomi.collector.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.receive.Loss;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.cases.MailLeakCheck;
import org.hinomi.collector.review.cases.MailSpoofCheck;
import org.hinomi.collector.review.cases.ProxyCheck;
import org.hinomi.collector.review.cross.CrossChecks;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.PolicySettings;
import org.hinomi.collector.review.present.LossCheck;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases and cross-checks, each on a few events of its own; a review of November 2026. */
class CasesTest {
  @TempDir Path data;

  private final List<Decoded> events = new ArrayList<>();

  private void event(LocalDateTime local, String host, String app, Map<String, Object> fields) {
    event(local, host, app, Transport.SYSLOG_TCP, fields);
  }

  private void event(
      LocalDateTime local,
      String host,
      String app,
      Transport transport,
      Map<String, Object> fields) {
    long time = local.atZone(ReviewMonth.TOKYO).toEpochSecond() * 1_000_000;
    Map<String, Object> all = new HashMap<>(fields);
    all.put(Fields.RETENTION_CLASS, "1y");
    String message = app + " " + events.size();
    events.add(
        new Event(
            events.size() + 1,
            transport,
            "192.0.2.7",
            time,
            time,
            host,
            2,
            6,
            app,
            null,
            message,
            RawMessage.wrap(message.getBytes(StandardCharsets.UTF_8)),
            null,
            all));
  }

  private List<Observation> review(Check... checks) throws Exception {
    long next = events.size() + 1;
    try (HotIndex index =
        new HotIndex(
            data, HotSettings.DEFAULT, ReviewMonth.CLOCK, new PrometheusRegistry(), () -> 0)) {
      index.accept(events, next);
    }
    SegmentedJournal.open(
            new JournalSettings(data.resolve("journal"), 64 << 10, 1 << 20),
            next,
            () -> 0L,
            new PrometheusRegistry())
        .close();
    Policy policy =
        PolicySettings.load(Files.writeString(data.resolve("policy.yaml"), ReviewMonth.POLICY));
    try (StoppedHistory history = new StoppedHistory(data, HotSettings.DEFAULT)) {
      Archive archive = new HistoryArchive(data, history.history(), ReviewMonth.CLOCK, () -> false);
      return ReviewRun.run(
              new ReviewContext(
                  Period.parse("2026-11", policy.zone()),
                  policy,
                  archive.nextPosition(),
                  ReviewMonth.CLOCK.instant(),
                  archive),
              List.of(checks),
              (check, number, of) -> {})
          .observations();
    }
  }

  private List<String> crossed() throws Exception {
    Check[] checks = CrossChecks.all(PeopleTables.in(data)).toArray(Check[]::new);
    return review(checks).stream()
        .map(seen -> seen.kind().id() + " " + seen.text(Language.EN))
        .toList();
  }

  private void table(String name, String text) throws Exception {
    Files.createDirectories(data.resolve("tables"));
    Files.writeString(data.resolve("tables").resolve(name), text);
  }

  /** What the collector says of losses; nobody else is believed. */
  @Test
  void whatWasLostOfASenderIsFoundOnce() throws Exception {
    LocalDateTime day = LocalDateTime.of(2026, 11, 5, 10, 0);
    loss(day, Transport.INTERNAL, "192.0.2.9", Loss.INTAKE_FULL, 40);
    loss(day.plusMinutes(5), Transport.INTERNAL, "192.0.2.9", Loss.INTAKE_FULL, 2);
    loss(day, Transport.INTERNAL, "port 514", Loss.KERNEL_DROP, 7);
    loss(day, Transport.INTERNAL, "192.0.2.8", Loss.CHARSET_DAMAGED, 3);
    loss(day, Transport.SYSLOG_TCP, "192.0.2.66", Loss.INTAKE_FULL, 1_000);
    assertThat(review(new LossCheck()).stream().map(seen -> seen.text(Language.EN)))
        .containsExactly(
            "192.0.2.9: 42 records or connections were lost or refused (intake-full)",
            "port 514: 7 records or connections were lost or refused (kernel-drop)");
  }

  private void loss(LocalDateTime at, Transport transport, String sender, Loss kind, long records) {
    event(
        at,
        "logs",
        "hinomi",
        transport,
        Map.of(
            Fields.EVENT_PROVIDER,
            "hinomi",
            Fields.EVENT_CODE,
            "loss",
            Fields.EVENT_REASON,
            kind.word(),
            "hinomi.audit.sender",
            sender,
            "hinomi.audit.records",
            Long.toString(records),
            "hinomi.audit.gone",
            Boolean.toString(kind.gone())));
  }

  /** A field may be text in one record and a number in all others. */
  @Test
  void aSizeThatIsNoNumberDoesNotEndTheReview() throws Exception {
    LocalDateTime day = LocalDateTime.of(2026, 11, 5, 10, 0);
    for (Object size : new Object[] {"12 KB", 40_000_000L}) {
      event(
          day,
          "mail01",
          "postfix/qmgr",
          Map.of(
              Fields.EVENT_ACTION, "mail-record",
              Fields.USER_NAME, "sato.k",
              Fields.EMAIL_FROM, "sato.k@akebono.example",
              Fields.EMAIL_TO, "x@freemail.example",
              Fields.EMAIL_SIZE, size));
      event(
          day,
          "proxy01",
          "squid",
          Map.of(
              "proxy.result",
              "TCP_TUNNEL/200",
              "url.original",
              "drop.example:443",
              Fields.SOURCE_IP,
              "10.0.0.1",
              Fields.SOURCE_BYTES,
              size.equals("12 KB") ? "-" : 200_000_000L));
    }
    assertThat(review(new MailLeakCheck(), new ProxyCheck()))
        .extracting(seen -> seen.kind().id())
        .containsExactly("mail-large-outside", "proxy-upload");
  }

  private void mail(String from, Object to, Object attached, String... more) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.EVENT_ACTION, "mail-record");
    fields.put(Fields.USER_NAME, "sato.k");
    fields.put(Fields.EMAIL_FROM, from);
    fields.put(Fields.EMAIL_TO, to);
    fields.put(Fields.EMAIL_SIZE, 40_000L);
    fields.put(Fields.EMAIL_ATTACHMENT_NAMES, attached);
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    event(LocalDateTime.of(2026, 11, 5, 10, 0), "mail01", "postfix/qmgr", fields);
  }

  @Test
  void aConfidentialNameThatIsAttachedForAnOutsiderIsFound() throws Exception {
    String inside = "sato.k@akebono.example";
    mail(
        inside,
        List.of("mori@akebono.example", "x@freemail.example"),
        List.of("写真.png", "給与明細 2026-10.xlsx"),
        Fields.EMAIL_STATUS,
        "sent");
    mail(inside, "y@partner.example", "Salary_2026.XLSX");
    mail(inside, "y@partner.example", "Payroll.xlsx");
    assertThat(review(new MailLeakCheck()).stream().map(seen -> seen.text(Language.EN)))
        .containsExactly(
            "sato.k@akebono.example sent x@freemail.example 1 mails with confidential names"
                + " attached (給与明細 2026-10.xlsx), from 2026-11-05 10:00:00 on",
            "sato.k@akebono.example sent y@partner.example 2 mails with confidential names"
                + " attached (Salary_2026.XLSX, Payroll.xlsx), from 2026-11-05 10:00:00 on");
  }

  @Test
  void aStoredMailCountsAsWell() throws Exception {
    mail("sato.k@akebono.example", "mori@akebono.example", "memo.txt");
    event(
        LocalDateTime.of(2026, 11, 6, 9, 0),
        "mail01",
        "mail",
        Map.of(
            Fields.EVENT_ACTION, "mail-stored",
            Fields.EMAIL_FROM, List.of("sato.k@akebono.example"),
            Fields.EMAIL_TO, List.of("mori@akebono.example"),
            Fields.EMAIL_CC, List.of("z@rival.example"),
            Fields.EMAIL_ATTACHMENT_NAMES, List.of("社外秘_見積.pdf")));
    assertThat(review(new MailLeakCheck()))
        .singleElement()
        .satisfies(seen -> assertThat(seen.severity()).isEqualTo(Severity.HIGH))
        .satisfies(
            seen -> assertThat(seen.text(Language.JA)).contains("z@rival.example", "社外秘_見積.pdf"));
  }

  /** Within the company, from outside, refused, or with a name that says nothing. */
  @Test
  void otherAttachmentsAreNobodysConcern() throws Exception {
    mail("sato.k@akebono.example", "mori@akebono.example", "給与明細.xlsx");
    mail("sato.k@akebono.example", "x@freemail.example", List.of("カタログ.pdf", "map.png"));
    mail(
        "sato.k@akebono.example",
        "x@freemail.example",
        "給与明細.xlsx",
        Fields.EMAIL_STATUS,
        "bounced");
    event(
        LocalDateTime.of(2026, 11, 5, 11, 0),
        "mail01",
        "postfix/qmgr",
        Map.of(
            Fields.EVENT_ACTION, "mail-record",
            Fields.EMAIL_FROM, "x@freemail.example",
            Fields.EMAIL_TO, "z@partner.example",
            Fields.EMAIL_ATTACHMENT_NAMES, "confidential.pdf"));
    event(
        LocalDateTime.of(2026, 11, 5, 11, 0),
        "mail01",
        "postfix/cleanup",
        Map.of(
            Fields.EVENT_ACTION, "mail-warning",
            Fields.EMAIL_FROM, "sato.k@akebono.example",
            Fields.EMAIL_TO, "x@freemail.example",
            Fields.EMAIL_ATTACHMENT_NAMES, "confidential.pdf"));
    assertThat(review(new MailLeakCheck())).isEmpty();
  }

  @Test
  void newslettersDoNotHideASpoofedMail() throws Exception {
    LocalDateTime day = LocalDateTime.of(2026, 11, 5, 10, 0);
    for (int i = 0; i < 600; i++) {
      event(
          day.plusSeconds(i),
          "mail01",
          "mail",
          Map.of(
              Fields.EMAIL_FROM,
              "news@shop.example",
              "email.findings",
              List.of("reply-to-differs")));
    }
    event(
        day.plusHours(1),
        "mail01",
        "mail",
        Map.of(Fields.EMAIL_FROM, "boss@partner.example", "email.findings", List.of("dmarc-fail")));
    assertThat(review(new MailSpoofCheck()))
        .singleElement()
        .satisfies(seen -> assertThat(seen.text(Language.EN)).contains("boss@partner.example"));
  }

  private void logon(LocalDateTime at, String address) {
    event(
        at,
        "mail01",
        "dovecot",
        Map.of(
            Fields.EVENT_ACTION, "logged-in",
            Fields.EVENT_OUTCOME, "success",
            Fields.USER_NAME, "sato.k",
            Fields.SOURCE_IP, address));
  }

  @Test
  void aPhoneThatWasLostBeforeThePeriodIsComparedWithWhatWasBefore() throws Exception {
    table("staff.csv", "氏名,アカウント,部署\n佐藤 健一,sato.k,営業部\n");
    table("losses.csv", "氏名,紛失日時\n佐藤 健一,2026/10/20 19:00\n佐藤 健一,2024/10/20 19:00\n");
    logon(LocalDateTime.of(2026, 10, 5, 9, 0), "10.0.0.1");
    logon(LocalDateTime.of(2026, 10, 21, 9, 0), "198.51.100.8");
    logon(LocalDateTime.of(2026, 11, 5, 9, 0), "10.0.0.1");
    logon(LocalDateTime.of(2026, 11, 6, 9, 0), "198.51.100.9");
    assertThat(crossed())
        .filteredOn(seen -> seen.startsWith("lost-phone-account-used"))
        .singleElement()
        .asString()
        .contains("198.51.100.9");
  }

  /** Where a gateway logs only who was let in (event 200 of the paper), that is the connection. */
  @Test
  void whoIsLetInByTheGatewayWithoutARequestIsSeen() throws Exception {
    table("staff.csv", "氏名,アカウント,部署\n佐藤 健一,sato.k,営業部\n");
    table("remote.csv", "氏名,実施日\n佐藤 健一,2026/11/5\n");
    for (int day = 5; day < 7; day++) {
      event(
          LocalDateTime.of(2026, 11, day, 21, 0),
          "gw01",
          "gateway",
          Map.of(
              Fields.EVENT_PROVIDER, "Microsoft-Windows-TerminalServices-Gateway",
              Fields.EVENT_CODE, "200",
              Fields.EVENT_ACTION, "connection-authorized",
              Fields.EVENT_OUTCOME, "success",
              Fields.USER_NAME, "AKEBONO\\sato.k",
              Fields.SOURCE_IP, "198.51.100.8"));
    }
    assertThat(crossed())
        .filteredOn(seen -> seen.startsWith("remote-without-request"))
        .singleElement()
        .asString()
        .contains("2026-11-06", "198.51.100.8");
  }

  @Test
  void daysAndMomentsThatCannotBeReadAreSaid() throws Exception {
    table("staff.csv", "氏名,アカウント,部署\n佐藤 健一,sato.k,営業部\n");
    table("leavers.csv", "氏名,最終日\n佐藤 健一,月末\n佐藤 健一,\n佐藤 健一,年末\n");
    table("works.csv", "氏名,対象サーバー,開始日時,終了日時\n佐藤 健一,fs01,2026/11/5 10:00,2026/11/5 夕方\n");
    logon(LocalDateTime.of(2026, 11, 5, 9, 0), "10.0.0.1");
    assertThat(crossed())
        .containsExactly(
            "table-unread leavers.csv:2: last-day: 月末 (expected: a day such as 2026-10-05; so in 2 rows)",
            "table-unread works.csv:2: to: 2026/11/5 夕方 (expected: a moment such as 2026-10-05 14:00)");
  }
}
