package org.hinomi.collector.notify.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.collector.notify.text.Block;
import org.hinomi.collector.notify.text.GroupText;
import org.hinomi.collector.notify.text.Html;
import org.hinomi.collector.notify.text.Plain;
import org.hinomi.core.text.Language;

/**
 * Makes the mail of a message, as text and as HTML. Its Message-ID follows from the message, so
 * that one that goes out twice can be recognised; References names the group, and the alert where
 * there is one, so that mail programs put raised, changed and cleared into one thread (RFC 5322
 * §3.6.4).
 */
final class MailComposer {
  private final MailSettings settings;
  private final Session session;
  private final List<InternetAddress> to;
  private final InternetAddress from;
  private final String domain;
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
  }

  MimeMessage compose(GroupMessage group) throws MessagingException {
    Recipient recipient = group.to();
    Language language = recipient.language() == null ? settings.language() : recipient.language();
    ZoneId zone = recipient.zone() == null ? settings.zone() : recipient.zone();
    GroupText words = new GroupText(language, zone);
    String subject = words.subject(group);
    List<Block> body = words.body(group);
    MimeMessage message = message(group.id(), subject, language, to(group));
    message.setContent(
        alternative(Plain.of(body), Html.of(language, subject, GroupText.colour(group), body)));
    Transition only = group.only();
    String thread = "<group." + group.thread() + "@" + domain + ">";
    message.setHeader(
        "References",
        only == null ? thread : thread + " <alert." + only.life() + "@" + domain + ">");
    message.saveChanges();
    return message;
  }

  /** Who gets it: the person, where it is for one who has an address. */
  List<InternetAddress> to(GroupMessage group) throws AddressException {
    String address = group.to().address();
    return address == null ? to : List.of(new InternetAddress(address, true));
  }

  /** RFC 2046 §5.1.4: the best last. */
  private static MimeMultipart alternative(String plain, String html) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(plain, "UTF-8");
    MimeBodyPart rich = new MimeBodyPart();
    rich.setText(html, "UTF-8", "html");
    return new MimeMultipart("alternative", text, rich);
  }

  MimeMessage compose(Notice notice) throws MessagingException {
    Language language = settings.language();
    MimeMessage message = message(notice.id(), notice.words().subject(language), language, to);
    message.setText(notice.words().body(language), "UTF-8");
    message.saveChanges();
    return message;
  }

  /**
   * A letter.
   *
   * @param recipients that it names, or those of the channel
   */
  MimeMessage compose(Letter letter, List<InternetAddress> recipients) throws MessagingException {
    MimeMessage message = message(letter.id(), letter.subject(), letter.language(), recipients);
    MimeBodyPart text = new MimeBodyPart();
    text.setText(letter.body(), "UTF-8");
    MimeMultipart parts = new MimeMultipart("mixed", text);
    for (Letter.Attachment attachment : letter.attachments()) {
      MimeBodyPart file = new MimeBodyPart();
      file.setDataHandler(
          new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.mediaType())));
      file.setFileName(attachment.name());
      parts.addBodyPart(file);
    }
    message.setContent(parts);
    message.saveChanges();
    return message;
  }

  private MimeMessage message(
      String id, String subject, Language language, List<InternetAddress> recipients)
      throws MessagingException {
    MimeMessage message = new NamedMessage(session, "<" + id + "@" + domain + ">");
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, recipients.toArray(InternetAddress[]::new));
    message.setSubject(subject, "UTF-8");
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday replies
    message.setHeader("Content-Language", language.locale().getLanguage());
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
