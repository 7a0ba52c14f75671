package org.hinomi.collector.notify.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.collector.notify.TrustFile;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages as mails. One connection per mail: alerts are rare, and servers close idle
 * connections.
 *
 * <p>A refused mail (5xx after DATA) and recipients that are refused for good are not tried again;
 * everything else is: what a mail server says about sender, authentication or TLS is mostly a
 * setting that somebody will put right. Recipients that took the mail do not get it again while the
 * others are tried, as long as the program runs.
 */
public final class MailNotifier implements Notifier {
  private static final Logger log = LoggerFactory.getLogger(MailNotifier.class);

  private final MailSettings settings;
  private final MailComposer composer;
  private final Session session;
  private final List<InternetAddress> to;

  /** Of the message under way: who has not taken it yet. */
  private @Nullable Remaining remaining;

  private record Remaining(String message, Set<Address> addresses) {}

  /** Throws IOException where the certificates of {@code ca-file} cannot be read. */
  public MailNotifier(MailSettings settings, InstantSource clock) throws IOException {
    this.settings = settings;
    session = Session.getInstance(properties(settings));
    try {
      to = Arrays.asList(InternetAddress.parse(String.join(",", settings.to()), true));
      composer = new MailComposer(settings, session, to, clock);
    } catch (MessagingException e) {
      throw new IllegalArgumentException(settings.name() + ": " + e.getMessage(), e);
    }
  }

  private static Properties properties(MailSettings settings) throws IOException {
    String millis = Long.toString(settings.timeout().toMillis());
    Properties p = new Properties();
    p.put("mail.smtp.connectiontimeout", millis);
    p.put("mail.smtp.timeout", millis);
    p.put("mail.smtp.writetimeout", millis);
    p.put("mail.smtp.from", settings.from());
    p.put("mail.smtp.sendpartial", "true");
    p.put("mail.smtp.quitwait", "false");
    p.put("mail.smtp.auth", Boolean.toString(settings.user() != null));
    p.put("mail.smtp.ssl.checkserveridentity", "true");
    p.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    switch (settings.security()) {
      case STARTTLS -> {
        p.put("mail.smtp.starttls.enable", "true");
        p.put("mail.smtp.starttls.required", "true");
      }
      case STARTTLS_IF_OFFERED -> p.put("mail.smtp.starttls.enable", "true");
      case NONE -> {}
    }
    if (settings.caFile() != null) {
      try {
        p.put("mail.smtp.ssl.socketFactory", TrustFile.socketFactory(settings.caFile()));
      } catch (GeneralSecurityException e) {
        throw new IOException(
            settings.caFile() + ": " + e.getMessage() + " (expected: PEM certificates)", e);
      }
    }
    return p;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Delivery deliver(Transition transition) {
    return deliver(GroupMessage.of(transition, name()));
  }

  @Override
  public Delivery deliver(GroupMessage message) {
    try {
      return deliver(message, wanted(message));
    } catch (AddressException e) {
      return new Delivery.Rejected(reason(e));
    }
  }

  private Delivery deliver(GroupMessage message, Set<Address> wanted) {
    if (wanted.isEmpty()) {
      return new Delivery.Rejected("nobody to send it to: no to, and no address of a person");
    }
    try {
      send(composer.compose(message), wanted.toArray(Address[]::new));
      remaining = null;
      return new Delivery.Delivered();
    } catch (SendFailedException e) {
      return partly(message.id(), wanted, e);
    } catch (MessagingException e) {
      return new Delivery.RetryAfter(reason(e));
    }
  }

  @Override
  public Delivery tell(Notice notice) {
    if (to.isEmpty()) {
      return new Delivery.Rejected("nobody to send it to: this channel has no to of its own");
    }
    try {
      send(composer.compose(notice), to.toArray(Address[]::new));
      return new Delivery.Delivered();
    } catch (MessagingException e) {
      return new Delivery.RetryAfter(reason(e));
    }
  }

  /**
   * Sends a letter. Where the server refuses only some of those who should get it, the others have
   * it, and it counts as delivered: what was refused is logged.
   */
  public Delivery send(Letter letter) {
    List<InternetAddress> recipients;
    try {
      recipients =
          letter.to().isEmpty()
              ? to
              : Arrays.asList(InternetAddress.parse(String.join(",", letter.to()), true));
    } catch (AddressException e) {
      return new Delivery.Rejected(reason(e));
    }
    if (recipients.isEmpty()) {
      return new Delivery.Rejected("nobody to send it to: no to, and no address of a person");
    }
    try {
      send(composer.compose(letter, recipients), recipients.toArray(Address[]::new));
      return new Delivery.Delivered();
    } catch (SendFailedException e) {
      List<Address> reached = addresses(e.getValidSentAddresses());
      if (reached.isEmpty()) {
        return refusedWhole(e)
            ? new Delivery.Rejected(reason(e))
            : new Delivery.RetryAfter(reason(e));
      }
      log.atWarn()
          .addKeyValue("destination", name())
          .addKeyValue("reached", reached)
          .addKeyValue("reason", reason(e))
          .log("Not all who should get a letter got it.");
      return new Delivery.Delivered();
    } catch (MessagingException e) {
      return new Delivery.RetryAfter(reason(e));
    }
  }

  private Set<Address> wanted(GroupMessage message) throws AddressException {
    Remaining left = remaining;
    return left != null && left.message().equals(message.id())
        ? left.addresses()
        : new LinkedHashSet<>(composer.to(message));
  }

  private void send(Message message, Address[] wanted) throws MessagingException {
    Transport transport = session.getTransport("smtp");
    try {
      Secret password = settings.password();
      transport.connect(
          settings.server().host(),
          settings.server().port(),
          settings.user(),
          password == null ? null : password.reveal());
      transport.sendMessage(message, wanted);
    } finally {
      close(transport);
    }
  }

  /** What goes wrong here must not make a mail that was taken look as if it was not. */
  private void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      log.atDebug().setCause(e).log("The connection to the mail server did not end well.");
    }
  }

  private Delivery partly(String message, Set<Address> wanted, SendFailedException e) {
    Set<Address> left = new LinkedHashSet<>(wanted);
    left.removeAll(addresses(e.getValidSentAddresses()));
    List<Address> refused = addresses(e.getInvalidAddresses());
    left.removeAll(refused);
    if (!refused.isEmpty()) {
      log.atWarn()
          .addKeyValue("destination", name())
          .addKeyValue("addresses", refused)
          .addKeyValue("reason", reason(e))
          .log("The mail server refuses recipients for good.");
    }
    if (left.isEmpty()) {
      remaining = null;
      return addresses(e.getValidSentAddresses()).isEmpty() && refused.containsAll(wanted)
          ? new Delivery.Rejected(reason(e))
          : new Delivery.Delivered();
    }
    if (refusedWhole(e)) {
      remaining = null;
      return new Delivery.Rejected(reason(e));
    }
    remaining = new Remaining(message, left);
    return new Delivery.RetryAfter(reason(e));
  }

  private static boolean refusedWhole(SendFailedException e) {
    return e instanceof SMTPSendFailedException smtp
        && smtp.getReturnCode() >= 500
        && !smtp.getCommand().startsWith("RCPT")
        && !smtp.getCommand().startsWith("MAIL");
  }

  private static List<Address> addresses(Address @Nullable [] addresses) {
    return addresses == null ? List.of() : List.of(addresses);
  }

  /** The first and the innermost message: what failed, and what the server or system said. */
  private static String reason(MessagingException e) {
    Throwable cause = e;
    StringBuilder reason = new StringBuilder(String.valueOf(e.getMessage()).strip());
    while (cause instanceof MessagingException m && m.getNextException() != null) {
      cause = m.getNextException();
    }
    if (cause != e && cause.getMessage() != null) {
      reason.append(": ").append(cause.getMessage().strip());
    }
    return reason.toString().replaceAll("\\s+", " ");
  }

  @Override
  public void close() {
    // A connection lives no longer than a mail.
  }
}
