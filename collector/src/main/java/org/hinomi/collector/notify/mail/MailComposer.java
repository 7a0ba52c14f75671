package org.hinomi.collector.notify.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Notice;

/**
 * Makes the message of a transition. Its Message-ID follows from the transition, so that one that
 * goes out twice can be recognised; References names the life of the alert, so that mail programs
 * put raised, changed and cleared into one thread (RFC 5322 §3.6.4).
 */
final class MailComposer {
  private final MailSettings settings;
  private final Session session;
  private final List<InternetAddress> to;
  private final InternetAddress from;
  private final String domain;
  private final MailText text;
  private final InstantSource clock;

  MailComposer(
      MailSettings settings, Session session, List<InternetAddress> to, InstantSource clock)
      throws MessagingException {
    this.settings = settings;
    this.session = session;
    this.to = to;
    this.clock = clock;
    from = new InternetAddress(settings.from(), true);
    domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    text = new MailText(settings.language(), settings.zone());
  }

  MimeMessage compose(Transition transition) throws MessagingException {
    MimeMessage message = message(transition.id(), text.subject(transition), text.body(transition));
    message.setHeader("References", "<alert." + transition.life() + "@" + domain + ">");
    message.saveChanges();
    return message;
  }

  MimeMessage compose(Notice notice) throws MessagingException {
    MimeMessage message =
        message(
            notice.id(),
            notice.words().subject(settings.language()),
            notice.words().body(settings.language()));
    message.saveChanges();
    return message;
  }

  private MimeMessage message(String id, String subject, String body) throws MessagingException {
    MimeMessage message = new NamedMessage(session, "<" + id + "@" + domain + ">");
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
    message.setSubject(subject, "UTF-8");
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday replies
    message.setHeader("Content-Language", settings.language().locale().getLanguage());
    message.setText(body, "UTF-8");
    return message;
  }

  private static final class NamedMessage extends MimeMessage {
    private final String id;

    NamedMessage(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
