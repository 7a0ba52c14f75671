package org.hinomi.collector.notify.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;

/** The parts of a mail, as a mail program reads them. */
public final class Mails {
  private Mails() {}

  /** The plain text. */
  public static String text(MimeMessage mail) throws IOException, MessagingException {
    return part(mail, "text/plain");
  }

  public static String html(MimeMessage mail) throws IOException, MessagingException {
    return part(mail, "text/html");
  }

  private static String part(Part mail, String type) throws IOException, MessagingException {
    if (mail.getContent() instanceof MimeMultipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        if (parts.getBodyPart(i).isMimeType(type)) {
          return parts.getBodyPart(i).getContent().toString();
        }
      }
      throw new AssertionError("no " + type);
    }
    return mail.getContent().toString();
  }
}
