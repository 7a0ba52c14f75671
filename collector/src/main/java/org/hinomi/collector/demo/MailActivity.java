package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Mail goes in and out, phones look for it, and the archive gives some headers. */
final class MailActivity implements Activity {
  private static final long SIZE = 90_000;
  private static final long SECOND = 1_000_000L;

  private final Scene scene;

  MailActivity(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    for (Person person : scene.company().people()) {
      Roster.Shift shift = scene.roster().of(person, day);
      RandomGenerator random = scene.company().chance().of("mail " + day, person.number());
      if (shift.kind().works()) {
        outgoing(person, day, shift, random, to);
        phone(person, day, random, to);
      }
      if (!scene.roster().hasLeft(person, day)) {
        incoming(person, day, shift.kind().works(), random, to);
      }
    }
    headers(day, to);
  }

  private void outgoing(
      Person person, LocalDate day, Roster.Shift shift, RandomGenerator random, Drafts to) {
    Postfix postfix = new Postfix(random, to);
    int count = Chance.between(random, 3, 7);
    for (int i = 0; i < count; i++) {
      long micros =
          Company.micros(
              day, shift.in() + 900 + random.nextDouble() * (shift.out() - shift.in() - 1800));
      String recipient =
          random.nextInt(3) > 0
              ? Chance.pick(random, scene.company().people()).mail()
              : Partners.pick(random);
      postfix.send(
          micros,
          new Postfix.Mail(
              person.mail(),
              random.nextInt(5) == 0
                  ? List.of(recipient, Chance.pick(random, scene.company().people()).mail())
                  : List.of(recipient),
              Math.min(Chance.skewed(random, SIZE), 5_000_000),
              person.pc(),
              person.address(),
              person.account()),
          null);
    }
  }

  private static void incoming(
      Person person, LocalDate day, boolean working, RandomGenerator random, Drafts to) {
    Postfix postfix = new Postfix(random, to);
    int count = working ? Chance.between(random, 2, 6) : random.nextInt(2);
    for (int i = 0; i < count; i++) {
      String from = Partners.pick(random);
      String domain = from.substring(from.indexOf('@') + 1);
      postfix.send(
          Company.micros(day, Company.at(7, 30) + random.nextDouble() * 12 * 3600),
          new Postfix.Mail(
              from,
              List.of(person.mail()),
              Math.min(Chance.skewed(random, SIZE), 5_000_000),
              "mx." + domain,
              Partners.address(domain),
              null),
          null);
    }
  }

  private static void phone(Person person, LocalDate day, RandomGenerator random, Drafts to) {
    int count = Chance.between(random, 1, 3);
    for (int i = 0; i < count; i++) {
      imap(
          Company.micros(day, Company.at(7, 0) + random.nextDouble() * 14 * 3600),
          person,
          person.mobile(),
          random,
          to,
          null);
    }
  }

  /** A phone fetches mail. */
  static void imap(
      long micros,
      Person person,
      String address,
      RandomGenerator random,
      Drafts to,
      @Nullable Incident incident) {
    to.add(
        micros,
        Server.MAIL01.name(),
        new Body.Line(
            Body.Line.MAIL,
            Body.Line.INFO,
            "dovecot",
            0,
            "imap-login: Login: user=<"
                + person.account()
                + ">, method=PLAIN, rip="
                + address
                + ", lip="
                + Server.MAIL01.address()
                + ", mpid="
                + (4000 + random.nextInt(20_000))
                + ", TLS, session=<"
                + Chance.hex(random, 16)
                + ">"),
        incident);
  }

  private void headers(LocalDate day, Drafts to) {
    RandomGenerator random = scene.company().chance().of("headers " + day, 0);
    for (int i = 0; i < (scene.company().worksOn(day) ? 4 : 0); i++) {
      String from = Partners.pick(random);
      Person person = Chance.pick(random, scene.company().people());
      long second = Company.at(9, 0) + random.nextInt(8 * 3600);
      header(day, second, from, from, from, person, "pass", i, to, null);
    }
  }

  /**
   * The header section of a mail that came in.
   *
   * @param from as From has it, perhaps with a name before it
   * @param replyTo where answers go
   * @param envelope who gave it to the server
   * @param verdict of SPF, DKIM and DMARC
   */
  static void header(
      LocalDate day,
      long second,
      String from,
      String replyTo,
      String envelope,
      Person person,
      String verdict,
      int number,
      Drafts to,
      @Nullable Incident incident) {
    ZonedDateTime time = day.atStartOfDay(Company.ZONE).plusSeconds(second);
    String date =
        DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH).format(time);
    String domain = envelope.substring(envelope.indexOf('@') + 1);
    String shown = from.substring(from.indexOf('@') + 1).replace(">", "");
    String section =
        "Return-Path: <"
            + envelope
            + ">\r\n"
            + "Authentication-Results: mail01."
            + Company.DOMAIN
            + "; spf="
            + verdict
            + " smtp.mailfrom="
            + domain
            + "; dkim="
            + verdict
            + " header.d="
            + shown
            + "; dmarc="
            + verdict
            + " header.from="
            + shown
            + "\r\n"
            + "Received: from mx."
            + domain
            + " (mx."
            + domain
            + " ["
            + Partners.address(domain)
            + "])\r\n"
            + "\tby mail01."
            + Company.DOMAIN
            + " (Postfix) with ESMTPS id "
            + (1000 + number)
            + "\r\n"
            + "\tfor <"
            + person.mail()
            + ">; "
            + date
            + "\r\n"
            + "From: "
            + (from.contains("<") ? from : "<" + from + ">")
            + "\r\n"
            + "Reply-To: <"
            + replyTo
            + ">\r\n"
            + "To: <"
            + person.mail()
            + ">\r\n"
            + "Subject: =?UTF-8?B?44GU5YWl6YeR44Gu44GK6aGY44GE?=\r\n"
            + "Message-ID: <"
            + day
            + "."
            + number
            + "@"
            + domain
            + ">\r\n"
            + "Date: "
            + date
            + "\r\n";
    to.add(
        Company.micros(day, second) + 30 * SECOND,
        Server.MAIL01.name(),
        new Body.MailHeader(
            "archive/" + day + "-" + number + ".eml", section, 4000 + 10L * number, "[]"),
        incident);
  }
}
