package org.hinomi.collector.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A mail that went out, as an event tells of it: the record that is joined of Postfix's lines, or
 * an event of another server that names sender and recipients together.
 *
 * @param sender of the envelope, in small letters
 * @param recipients whom it was handed on to, in small letters
 * @param here those of them whose mailbox is on this server
 * @param size bytes; -1 where it is not known
 * @param authenticated whether the sender gave a password
 * @param passed by a filter, before the server hands it on
 */
record SentMail(
    String sender,
    List<String> recipients,
    List<String> here,
    long size,
    boolean authenticated,
    boolean passed) {
  /** What filters say of a mail that they let through (amavis, postgrey). */
  private static final String PASSED = "mail-passed";

  /** What filters say of one that goes nowhere, or not yet; that they did so is a success. */
  private static final Set<String> STOPPED = Set.of("mail-blocked", "mail-greylisted");

  /** RFC 5321, 4.5.3.1: 64 characters, the at sign, 255. */
  private static final int LONGEST = 320;

  SentMail {
    recipients = List.copyOf(recipients);
    here = List.copyOf(here);
  }

  /**
   * Reads it; empty of an event that tells of no such mail, of a mail without a sender (bounces,
   * notices of delivery) and of one that was refused or held back.
   */
  static Optional<SentMail> of(Event event) {
    Map<String, Object> fields = event.fields();
    if (!(fields.get(Fields.EMAIL_FROM) instanceof String from)) {
      return Optional.empty();
    }
    String sender = address(from);
    if (sender == null) {
      return Optional.empty();
    }
    Object action = fields.get(Fields.EVENT_ACTION);
    if (action != null && STOPPED.contains(action)) {
      return Optional.empty();
    }
    List<String> recipients = new ArrayList<>();
    List<String> here = new ArrayList<>();
    String app = event.app();
    if (app != null && app.startsWith("postfix")) {
      if (!"mail-record".equals(action)) {
        return Optional.empty();
      }
      each(fields.get(Fields.EMAIL_DELIVERIES), text -> delivery(text, recipients, here));
    } else if (!"failure".equals(fields.get(Fields.EVENT_OUTCOME))) {
      each(fields.get(Fields.EMAIL_TO), text -> addresses(text, recipients));
    }
    if (recipients.isEmpty()) {
      return Optional.empty();
    }
    long size = fields.get(Fields.EMAIL_SIZE) instanceof Number number ? number.longValue() : -1;
    return Optional.of(
        new SentMail(
            sender,
            recipients,
            here,
            size,
            fields.get(Fields.AUTH_METHOD) != null,
            PASSED.equals(action)));
  }

  private static void each(@Nullable Object value, Consumer<String> take) {
    if (value instanceof String text) {
      take.accept(text);
    } else if (value instanceof Collection<?> many) {
      many.forEach(one -> take.accept(String.valueOf(one)));
    }
  }

  /** {@code address status dsn relay}, as the mail record has it. */
  private static void delivery(String text, List<String> recipients, List<String> here) {
    int relay = text.lastIndexOf(' ');
    int dsn = text.lastIndexOf(' ', relay - 1);
    int status = text.lastIndexOf(' ', dsn - 1);
    if (status <= 0 || !text.substring(status + 1, dsn).equals("sent")) {
      return;
    }
    String address = address(text.substring(0, status));
    if (address != null) {
      recipients.add(address);
      if (isHere(text.substring(relay + 1))) {
        here.add(address);
      }
    }
  }

  /**
   * Whether what Postfix handed the mail to keeps it: its own agents, Dovecot's, or LMTP over a
   * socket of this machine. Other pipes are filters too.
   */
  private static boolean isHere(String relay) {
    return relay.equals("local")
        || relay.equals("virtual")
        || relay.equals("dovecot")
        || relay.contains("lmtp") && (relay.contains("[private/") || relay.contains("[/"));
  }

  /** Servers write several in one text, with commas, semicolons, or as {@code <a>,<b>}. */
  private static void addresses(String text, List<String> into) {
    for (String one : text.split("[,;<>\\s]+")) {
      String address = address(one);
      if (address != null) {
        into.add(address);
      }
    }
  }

  /** In small letters; null where it is none, as the sender of a bounce. */
  private static @Nullable String address(String text) {
    String bare = text.strip();
    if (bare.startsWith("<") && bare.endsWith(">")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    int at = bare.lastIndexOf('@');
    return at > 0 && at < bare.length() - 1 && bare.length() <= LONGEST
        ? bare.toLowerCase(Locale.ROOT)
        : null;
  }

  /** What stands behind the at sign. */
  static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }
}
