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
import org.hinomi.collector.notify.snmp.TrapNotifier;
import org.hinomi.collector.notify.syslog.SyslogNotifier;
import org.hinomi.collector.notify.syslog.SyslogSettings;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.SnmpEngine;

/** The destinations of notifications, made from the settings. */
record Destinations(List<Notifier> notifiers) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static Destinations of(
      CollectorSettings settings, String hostName, SnmpEngine engine, InstantSource clock)
      throws IOException {
    List<Notifier> notifiers = new ArrayList<>();
    for (NotifySettings.Mail mail : settings.destinations().mail()) {
      notifiers.add(
          new MailNotifier(
              new MailSettings(
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
                  TIMEOUT,
                  mail.language(),
                  ZoneId.systemDefault()),
              clock));
    }
    HinomiMib mib = HinomiMib.under(settings.enterprise());
    for (NotifySettings.Trap trap : settings.destinations().trap()) {
      notifiers.add(
          new TrapNotifier(
              trap.name(), new NotificationSender(mib, engine, System::nanoTime), trap.target()));
    }
    for (NotifySettings.Syslog syslog : settings.destinations().syslog()) {
      notifiers.add(
          new SyslogNotifier(
              new SyslogSettings(
                  syslog.name(),
                  syslog.to(),
                  switch (syslog.protocol()) {
                    case UDP -> SyslogSettings.Protocol.UDP;
                    case TCP -> SyslogSettings.Protocol.TCP;
                  },
                  syslog.facility(),
                  TIMEOUT),
              hostName));
    }
    return new Destinations(List.copyOf(notifiers));
  }

  List<String> names() {
    return notifiers.stream().map(Notifier::name).toList();
  }

  void close() {
    notifiers.forEach(Notifier::close);
  }
}
