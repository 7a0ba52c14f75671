package org.hinomi.collector.app;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Disabled;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.command.CommandNotifier;
import org.hinomi.collector.notify.command.CommandSettings;
import org.hinomi.collector.notify.mail.Letter;
import org.hinomi.collector.notify.mail.MailNotifier;
import org.hinomi.collector.notify.mail.MailSecurity;
import org.hinomi.collector.notify.mail.MailSettings;
import org.hinomi.collector.notify.snmp.TrapNotifier;
import org.hinomi.collector.notify.syslog.SyslogNotifier;
import org.hinomi.collector.notify.syslog.SyslogSettings;
import org.hinomi.collector.notify.webhook.Template;
import org.hinomi.collector.notify.webhook.WebhookNotifier;
import org.hinomi.collector.notify.webhook.WebhookSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.SnmpEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The destinations of notifications, made from the settings. One that cannot be made is {@link
 * Disabled}: the others are needed all the more.
 */
record Destinations(List<Notifier> notifiers) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);

  /** How one is made. */
  private interface Making {
    Notifier make() throws IOException;
  }

  static Destinations of(
      CollectorSettings settings, String hostName, SnmpEngine engine, InstantSource clock) {
    NotifySettings notify = settings.destinations();
    HinomiMib mib = HinomiMib.under(settings.enterprise());
    List<Notifier> notifiers = new ArrayList<>();
    for (NotifySettings.Mail mail : notify.mail()) {
      notifiers.add(orDisabled(mail.name(), () -> mail(mail, clock)));
    }
    for (NotifySettings.Trap trap : notify.trap()) {
      notifiers.add(orDisabled(trap.name(), () -> trap(trap, mib, engine, hostName)));
    }
    for (NotifySettings.Syslog syslog : notify.syslog()) {
      notifiers.add(syslog(syslog, hostName));
    }
    for (WebhookSettings webhook : notify.webhook()) {
      notifiers.add(orDisabled(webhook.name(), () -> webhook(webhook, clock)));
    }
    for (CommandSettings command : notify.command()) {
      notifiers.add(new CommandNotifier(command));
    }
    return new Destinations(List.copyOf(notifiers));
  }

  private static Notifier orDisabled(String name, Making making) {
    try {
      return making.make();
    } catch (IOException | IllegalArgumentException e) { // as a mail address that is none
      String reason = String.valueOf(e.getMessage());
      LOG.atError()
          .addKeyValue("destination", name)
          .addKeyValue("reason", reason)
          .log("A destination cannot be used; what it should deliver waits.");
      return new Disabled(name, reason);
    }
  }

  private static Notifier mail(NotifySettings.Mail mail, InstantSource clock) throws IOException {
    return new MailNotifier(
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
        clock);
  }

  private static Notifier trap(
      NotifySettings.Trap trap, HinomiMib mib, SnmpEngine engine, String hostName)
      throws IOException {
    return new TrapNotifier(
        trap.name(),
        new NotificationSender(mib, engine, System::nanoTime),
        trap.target(),
        trap.style(),
        mib,
        hostName);
  }

  private static Notifier syslog(NotifySettings.Syslog syslog, String hostName) {
    return new SyslogNotifier(
        new SyslogSettings(
            syslog.name(),
            syslog.to(),
            switch (syslog.protocol()) {
              case UDP -> SyslogSettings.Protocol.UDP;
              case TCP -> SyslogSettings.Protocol.TCP;
            },
            syslog.facility(),
            TIMEOUT),
        hostName);
  }

  private static Notifier webhook(WebhookSettings webhook, InstantSource clock) throws IOException {
    Optional<Template.Reading> reading = webhook.template().map(Template::read);
    List<ConfigProblem> problems = reading.map(Template.Reading::problems).orElse(List.of());
    if (!problems.isEmpty()) {
      throw new IOException(
          problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; ")));
    }
    return new WebhookNotifier(webhook, reading.flatMap(Template.Reading::template), clock);
  }

  /** Sends a letter by the mail channel of a name. */
  Delivery send(String channel, Letter letter) {
    for (Notifier notifier : notifiers) {
      if (notifier.name().equals(channel) && notifier instanceof MailNotifier mail) {
        return mail.send(letter);
      }
    }
    return new Delivery.RetryAfter(channel + ": a mail channel that cannot be used at present");
  }

  List<String> names() {
    return notifiers.stream().map(Notifier::name).toList();
  }

  void close() {
    notifiers.forEach(Notifier::close);
  }
}
