package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.mail.MailNotifier;
import org.hinomi.collector.notify.mail.MailSecurity;
import org.hinomi.collector.notify.mail.MailSettings;
import org.hinomi.collector.notify.syslog.SyslogNotifier;
import org.hinomi.collector.notify.syslog.SyslogSettings;

/** Makes the mail and syslog notifiers that the settings ask for. */
final class Notifiers {
  private static final Duration MAIL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SYSLOG_TIMEOUT = Duration.ofSeconds(10);

  private Notifiers() {}

  /**
   * @param zone in which mails write times
   * @param hostname of this machine, for syslog
   */
  static List<Notifier> of(
      NotifySettings settings, ZoneId zone, String hostname, InstantSource clock)
      throws IOException {
    List<Notifier> notifiers = new ArrayList<>();
    for (NotifySettings.Mail mail : settings.mail()) {
      notifiers.add(new MailNotifier(settings(mail, zone), clock));
    }
    for (NotifySettings.Syslog syslog : settings.syslog()) {
      SyslogSettings.Protocol protocol =
          switch (syslog.protocol()) {
            case UDP -> SyslogSettings.Protocol.UDP;
            case TCP -> SyslogSettings.Protocol.TCP;
          };
      notifiers.add(
          new SyslogNotifier(
              new SyslogSettings(
                  syslog.name(), syslog.to(), protocol, syslog.facility(), SYSLOG_TIMEOUT),
              hostname));
    }
    return List.copyOf(notifiers);
  }

  private static MailSettings settings(NotifySettings.Mail mail, ZoneId zone) {
    return new MailSettings(
        mail.name(),
        mail.server(),
        switch (mail.starttls()) {
          case REQUIRED -> MailSecurity.STARTTLS;
          case OPTIONAL -> MailSecurity.STARTTLS_IF_OFFERED;
          case OFF -> MailSecurity.NONE;
        },
        mail.login().map(NotifySettings.Login::user).orElse(null),
        mail.login().map(NotifySettings.Login::password).orElse(null),
        mail.trust().orElse(null),
        mail.from(),
        mail.to(),
        MAIL_TIMEOUT,
        mail.language(),
        zone);
  }
}
