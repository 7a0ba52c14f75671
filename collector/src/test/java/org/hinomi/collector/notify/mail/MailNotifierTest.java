package org.hinomi.collector.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailNotifierTest {
  private static final Transition RAISED = AlertFixtures.transition("3f2c", Kind.RAISED, "/srv");

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void saysWhoWhatHowMuchSinceWhenAndWhereToLook() throws Exception {
    assertThat(deliver(settings(MailSecurity.NONE, null, null, Language.EN), RAISED))
        .isEqualTo(new Delivery.Delivered());
    assertThat(server.getReceivedMessages()).hasSize(2);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[CRITICAL] fs01 /srv: filesystem-full, 93.1%");
    assertThat(mail.getMessageID()).isEqualTo("<3f2c@example.net>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getSentDate()).isEqualTo(AlertFixtures.START.plusSeconds(400));
    assertThat(Mails.text(mail))
        .contains(
            "Host:      fs01",
            "What:      system.filesystem.mountpoint=/srv",
            "Value:     93.1%",
            "Level:     90%",
            "Since:     2026-11-23 18:00:00 +09:00 (Asia/Tokyo)",
            "Time:      2026-11-23 18:05:00 +09:00 (Asia/Tokyo)",
            "Rule:      filesystem-full",
            "./hinomi metrics --host fs01 --metric system.filesystem.utilization"
                + " --from 2026-11-23T08:30:00Z",
            "./hinomi search --from 2026-11-23T08:30:00Z 'host.name:\"fs01\"'");
  }

  @Test
  void tellsWhatIsNoAlert() throws Exception {
    Notice notice =
        new Notice(
            "head.5",
            "HEAD",
            5,
            AlertFixtures.START,
            "a line",
            new Notice.Words() {
              @Override
              public String subject(Language language) {
                return "subject " + language;
              }

              @Override
              public String body(Language language) {
                return "body " + language;
              }
            });
    InstantSource clock = InstantSource.fixed(AlertFixtures.START);
    try (MailNotifier notifier =
        new MailNotifier(settings(MailSecurity.NONE, null, null, Language.JA), clock)) {
      assertThat(notifier.tell(notice)).isEqualTo(new Delivery.Delivered());
    }
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("subject " + Language.JA);
    assertThat(Mails.text(mail)).contains("body " + Language.JA);
    assertThat(mail.getMessageID()).isEqualTo("<head.5@example.net>");
  }

  @Test
  void writesJapaneseThatOtherProgramsRead() throws Exception {
    deliver(settings(MailSecurity.NONE, null, null, Language.JA), RAISED);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("Subject")[0]).startsWith("=?UTF-8?").isASCII();
    assertThat(mail.getSubject()).isEqualTo("[重大] fs01 /srv: filesystem-full, 93.1%");
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    assertThat(Mails.html(mail)).contains("<html lang=\"ja\">", "しきい値に達した", "<td style");
    assertThat(Mails.text(mail)).contains("しきい値に達したため、アラートが発生しました。", "ホスト: fs01", "しきい値: 90%");
  }

  @Test
  void putsTheLifeOfAnAlertIntoOneThread() throws Exception {
    MailSettings settings = settings(MailSecurity.NONE, null, null, Language.EN);
    deliver(settings, RAISED);
    deliver(settings, AlertFixtures.transition("aa01", Kind.CLEARED, "/srv"));
    deliver(settings, AlertFixtures.transition("bb02", Kind.RAISED, "/home"));
    MimeMessage raised = mail("3f2c");
    MimeMessage cleared = mail("aa01");
    assertThat(cleared.getHeader("References")).isEqualTo(raised.getHeader("References"));
    assertThat(mail("bb02").getHeader("References")).isNotEqualTo(raised.getHeader("References"));
    assertThat(cleared.getSubject()).startsWith("[Resolved] fs01 /srv");
    assertThat(Mails.text(cleared)).contains("Clear:     90%", "State:     resolved");
  }

  private MimeMessage mail(String transition) throws MessagingException {
    for (MimeMessage mail : server.getReceivedMessages()) {
      if (mail.getMessageID().startsWith("<" + transition + "@")) {
        return mail;
      }
    }
    throw new AssertionError("no mail of " + transition);
  }

  @Test
  void aHostCannotAddHeadersOrCommands() throws Exception {
    Transition evil =
        new Transition(
            "id",
            Kind.RAISED,
            "rule",
            new TreeMap<>(Map.of("host.name", "x\r\nBcc: a@example.org\r\n\r\n'; rm -rf /; '\"")),
            Transition.Severity.WARNING,
            "",
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            AlertFixtures.START,
            AlertFixtures.START,
            1);
    deliver(settings(MailSecurity.NONE, null, null, Language.EN), evil);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getSubject()).contains("x??Bcc: a@example.org");
    assertThat(Mails.text(mail))
        .contains("--host 'x??Bcc: a@example.org????'\\''; rm -rf /; '\\''\"'");
  }

  @Test
  void authenticates() throws Exception {
    server.setUser("on-call@example.net", "hinomi", "right");
    assertThat(deliver(settings(MailSecurity.NONE, "hinomi", "right", Language.EN), RAISED))
        .isEqualTo(new Delivery.Delivered());
    assertThat(deliver(settings(MailSecurity.NONE, "hinomi", "wrong", Language.EN), RAISED))
        .isInstanceOfSatisfying(
            Delivery.RetryAfter.class,
            retry -> assertThat(retry.reason()).contains("535").doesNotContain("wrong"));
  }

  @Test
  void sendsNothingInTheClearWhereTlsIsRequired() throws Exception {
    assertThat(deliver(settings(MailSecurity.STARTTLS, null, null, Language.EN), RAISED))
        .isInstanceOfSatisfying(
            Delivery.RetryAfter.class, retry -> assertThat(retry.reason()).contains("STARTTLS"));
    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(deliver(settings(MailSecurity.STARTTLS_IF_OFFERED, null, null, Language.EN), RAISED))
        .isEqualTo(new Delivery.Delivered());
  }

  @Test
  void aServerThatIsDownIsTriedAgain() throws Exception {
    MailSettings settings = settings(MailSecurity.NONE, null, null, Language.EN);
    server.stop();
    assertThat(deliver(settings, RAISED)).isInstanceOf(Delivery.RetryAfter.class);
  }

  private static Delivery deliver(MailSettings settings, Transition transition) throws Exception {
    InstantSource clock = InstantSource.fixed(AlertFixtures.START.plusSeconds(400));
    try (MailNotifier notifier = new MailNotifier(settings, clock)) {
      return notifier.deliver(transition);
    }
  }

  private MailSettings settings(
      MailSecurity security, @Nullable String user, @Nullable String password, Language language) {
    return new MailSettings(
        "mail",
        new HostPort("127.0.0.1", server.getSmtp().getPort()),
        security,
        user,
        password == null ? null : new Secret(password),
        null,
        "hinomi@example.net",
        List.of("on-call@example.net", "second@example.net"),
        Duration.ofSeconds(10),
        language,
        ZoneId.of("Asia/Tokyo"));
  }
}
