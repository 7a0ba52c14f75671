package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.hinomi.collector.keep.ReviewLog;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.mail.MailNotifier;
import org.hinomi.collector.notify.mail.MailSecurity;
import org.hinomi.collector.notify.mail.MailSettings;
import org.hinomi.collector.notify.route.Person;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.ReviewMonth;
import org.hinomi.collector.review.policy.Policy;
import org.hinomi.collector.review.policy.Rhythm;
import org.hinomi.collector.review.report.ReviewFormat;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.collector.review.report.ReviewView;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that come by themselves, as the mail server gets them. */
class ScheduledReportsTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @TempDir Path data;
  @TempDir Path state;

  private GreenMail server = server(0);
  private StoppedHistory history;
  private Instant now = Instant.parse("2026-11-30T22:59:59Z");
  private int computed;
  private int tried;
  private boolean full;

  @BeforeEach
  void start() throws Exception {
    Path policy = ReviewMonth.makeRead(data);
    Files.copy(policy, Files.createDirectories(ReviewLog.folder(data)).resolve("policy.yaml"));
    history = new StoppedHistory(data, HotSettings.DEFAULT);
    SentReports.open(state).put("monthly", "2026-10");
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    history.close();
  }

  private static GreenMail server(int port) {
    return new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  private ReportSettings monthly(List<String> people) {
    return new ReportSettings(
        "monthly",
        Rhythm.MONTHLY,
        LocalTime.of(8, 0),
        "office",
        people,
        List.of(),
        List.of(ReviewFormat.PDF, ReviewFormat.XLSX),
        people.isEmpty() ? Optional.of(Language.JA) : Optional.empty(),
        20 << 20);
  }

  private ScheduledReports reports(ReportSettings settings, Routing routing) throws IOException {
    return reports(List.of(settings), routing);
  }

  private ScheduledReports reports(List<ReportSettings> settings, Routing routing)
      throws IOException {
    ReviewRequests requests =
        new ReviewRequests(
            data,
            () -> now,
            new HistoryArchive(data, history.history(), () -> now, () -> false),
            (review, by, role, head) -> {
              throw new IllegalStateException("nobody signs");
            });
    MailNotifier mail =
        new MailNotifier(
            new MailSettings(
                "office",
                new HostPort("127.0.0.1", server.getSmtp().getPort()),
                MailSecurity.NONE,
                null,
                null,
                null,
                "hinomi@example.net",
                List.of("office@example.net"),
                Duration.ofSeconds(10),
                Language.EN,
                TOKYO),
            () -> now);
    return new ScheduledReports(
        settings,
        new ScheduledReports.Reviews() {
          @Override
          public Optional<Policy> policy() throws IOException, SettingsException {
            return requests.policyInForce();
          }

          @Override
          public Optional<LocalDate> firstDay() throws IOException {
            return requests.firstDay();
          }

          @Override
          public ReviewView view(Period period) throws IOException, SettingsException {
            computed++;
            if (period.length() == 7) {
              throw new IOException("this week cannot be read");
            }
            return requests.view(period, (check, number, of) -> {});
          }
        },
        routing,
        (channel, letter) -> {
          tried++;
          return full ? new Delivery.Rejected("552 too large") : mail.send(letter);
        },
        SentReports.open(state),
        Language.EN,
        () -> now);
  }

  private static Routing nobody() {
    return Routing.everyone(Set.of(), Set.of("office"), TOKYO);
  }

  @Test
  void comesOnceWhenItsPeriodIsOverAlsoAfterARestart() throws Exception {
    ScheduledReports reports = reports(monthly(List.of()), nobody());
    reports.look();
    assertThat(server.getReceivedMessages()).isEmpty();
    now = Instant.parse("2026-11-30T23:00:00Z");
    reports.look();
    reports.look();
    reports(monthly(List.of()), nobody()).look();
    assertThat(server.getReceivedMessages()).hasSize(1);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).startsWith("ログの要約 2026-11 見本商事: 未対応の指摘 ");
    assertThat(mail.getHeader("Subject")[0]).startsWith("=?UTF-8?");
    assertThat(mail.getAllRecipients()[0]).hasToString("office@example.net");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat((String) parts.getBodyPart(0).getContent())
        .contains("STEP 1", "前回からの変化", "指摘", "./hinomi review start 2026-11");
    Map<String, byte[]> files = files(parts);
    assertThat(files).containsOnlyKeys("log-review-2026-11.pdf", "log-review-2026-11.xlsx");
    try (PDDocument pdf = Loader.loadPDF(files.get("log-review-2026-11.pdf"))) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("見本商事");
    }
  }

  private static Map<String, byte[]> files(MimeMultipart parts) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 1; i < parts.getCount(); i++) {
      MimeBodyPart part = (MimeBodyPart) parts.getBodyPart(i);
      try (InputStream in = part.getInputStream()) {
        files.put(part.getFileName(), in.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void isTriedAgainWithoutBeingComputedAgain() throws Exception {
    now = Instant.parse("2026-12-01T03:00:00Z");
    int port = server.getSmtp().getPort();
    ScheduledReports reports = reports(monthly(List.of()), nobody());
    server.stop();
    reports.look();
    reports.look();
    server = server(port);
    server.start();
    reports.look();
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(computed).isEqualTo(1);
  }

  @Test
  void oneThatCannotBeMadeKeepsNoOtherBack() throws Exception {
    now = Instant.parse("2026-12-01T03:00:00Z");
    ReportSettings monthly = monthly(List.of());
    ReportSettings weekly =
        new ReportSettings(
            "weekly",
            Rhythm.WEEKLY,
            monthly.at(),
            monthly.channel(),
            List.of(),
            List.of(),
            monthly.formats(),
            monthly.language(),
            monthly.largest());
    ScheduledReports reports = reports(List.of(weekly, monthly), nobody());
    assertThatThrownBy(reports::look).hasMessage("weekly: this week cannot be read");
    assertThat(server.getReceivedMessages()).hasSize(1);
    reports.look();
    assertThat(computed).isEqualTo(2);
    now = now.plus(Duration.ofHours(1));
    assertThatThrownBy(reports::look).isInstanceOf(IOException.class);
    assertThat(computed).isEqualTo(3);
  }

  @Test
  void whatIsRefusedIsNotSentEachMinute() throws Exception {
    now = Instant.parse("2026-12-01T03:00:00Z");
    ScheduledReports reports = reports(monthly(List.of()), nobody());
    full = true;
    reports.look();
    reports.look();
    assertThat(tried).isEqualTo(1);
    full = false;
    now = now.plus(Duration.ofHours(1));
    reports.look();
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(computed).isEqualTo(1);
  }

  @Test
  void peopleReadItInTheirLanguages() throws Exception {
    now = Instant.parse("2026-12-01T03:00:00Z");
    Map<String, Person> people =
        Map.of(
            "sato", person("sato", Language.JA),
            "ito", person("ito", Language.JA),
            "miller", person("miller", Language.EN));
    Routing routing =
        new Routing(
            people,
            Map.of(),
            Map.of(),
            List.of(),
            nobody().otherwise(),
            Set.of("office"),
            Set.of("office"));
    reports(monthly(List.of("sato", "ito", "miller")), routing).look();
    List<String> got = new ArrayList<>();
    for (MimeMessage mail : server.getReceivedMessages()) {
      got.add(mail.getSubject().substring(0, 6));
    }
    // One mail to two people is received twice.
    assertThat(got).containsExactlyInAnyOrder("ログの要約 ", "ログの要約 ", "Digest");
  }

  private static Person person(String id, Language language) {
    return new Person(id, id, Optional.of(id + "@example.net"), List.of("office"), language, TOKYO);
  }
}
