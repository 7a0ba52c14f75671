package org.hinomi.collector.demo;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes the lines that Postfix leaves of one mail. Not thread-safe. */
final class Postfix {
  /** Of a mail: who sent it, to whom, and from which machine it came. */
  record Mail(
      String from,
      List<String> to,
      long size,
      String clientName,
      String clientAddress,
      @Nullable String authenticated) {}

  private static final long SECOND = 1_000_000L;
  private static final int QUEUE_ID = 11;

  private final RandomGenerator random;
  private final Drafts to;

  Postfix(RandomGenerator random, Drafts to) {
    this.random = random;
    this.to = to;
  }

  /** Puts the lines down and gives the Message-ID. */
  String send(long micros, Mail mail, @Nullable Incident incident) {
    String id = Chance.hex(random, QUEUE_ID);
    String message =
        Chance.hex(random, 16).toLowerCase(Locale.ROOT)
            + "@"
            + mail.from().substring(mail.from().indexOf('@') + 1);
    int pid = 3000 + random.nextInt(20_000);
    String daemon = mail.authenticated() == null ? "postfix/smtpd" : "postfix/submission/smtpd";
    line(
        micros,
        daemon,
        pid,
        incident,
        id
            + ": client="
            + mail.clientName()
            + "["
            + mail.clientAddress()
            + "]"
            + (mail.authenticated() == null
                ? ""
                : ", sasl_method=PLAIN, sasl_username=" + mail.authenticated()));
    line(
        micros + SECOND / 5,
        "postfix/cleanup",
        pid + 2,
        incident,
        id + ": message-id=<" + message + ">");
    line(
        micros + SECOND / 4,
        "postfix/qmgr",
        1188,
        incident,
        id
            + ": from=<"
            + mail.from()
            + ">, size="
            + mail.size()
            + ", nrcpt="
            + mail.to().size()
            + " (queue active)");
    long at = micros + SECOND;
    for (String recipient : mail.to()) {
      at += SECOND / 10;
      delivery(at, id, pid, recipient, incident);
    }
    line(at + SECOND / 20, "postfix/qmgr", 1188, incident, id + ": removed");
    return message;
  }

  private void delivery(
      long micros, String id, int pid, String recipient, @Nullable Incident incident) {
    String domain = recipient.substring(recipient.indexOf('@') + 1);
    boolean local = domain.equals(Company.DOMAIN);
    String relay =
        local
            ? Server.MAIL01.name() + "[private/dovecot-lmtp]"
            : "mx." + domain + "[" + Partners.address(domain) + "]:25";
    line(
        micros,
        local ? "postfix/lmtp" : "postfix/smtp",
        pid + 4,
        incident,
        id
            + ": to=<"
            + recipient
            + ">, relay="
            + relay
            + ", delay=0.9, delays=0.2/0.01/0.3/0.39, dsn=2.0.0, status=sent (250 2.0.0 "
            + (local
                ? "<" + recipient + "> " + Chance.hex(random, 8) + " Saved)"
                : "Ok: queued as " + Chance.hex(random, 10) + ")"));
  }

  private void line(long micros, String tag, int pid, @Nullable Incident incident, String text) {
    to.add(
        micros,
        Server.MAIL01.name(),
        new Body.Line(Body.Line.MAIL, Body.Line.INFO, tag, pid, text),
        incident);
  }
}
