package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Plants what crosses the border of the company: mail, the web, phones, malware. */
final class NetworkIncidents {
  private static final long SECOND = 1_000_000L;
  private static final int BEACONS = 300;
  private static final List<Server> TRIED = List.of(Server.FS01, Server.APP01, Server.TS01);

  private final Plot plot;
  private final Scene scene;
  private final Drafts to;

  NetworkIncidents(Plot plot) {
    this.plot = plot;
    this.scene = plot.scene();
    this.to = plot.to();
  }

  void plant() {
    for (IncidentKind kind : IncidentKind.values()) {
      if (!plot.has(kind)) {
        continue;
      }
      RandomGenerator random = plot.random(kind);
      switch (kind) {
        case MAIL_LEAK -> leak(random);
        case MAIL_MANY_RECIPIENTS -> manyRecipients(random);
        case MAIL_SPOOFED -> spoofed(random);
        case PROXY_UPLOAD -> upload(random);
        case PHONE_LOST -> phone(random);
        case PC_INFECTED -> infected(random);
        default -> {}
      }
    }
  }

  private void send(
      long micros,
      Person person,
      List<String> recipients,
      long size,
      RandomGenerator random,
      Incident incident) {
    new Postfix(random, to)
        .send(
            micros,
            new Postfix.Mail(
                person.mail(), recipients, size, person.pc(), person.address(), person.account()),
            incident);
  }

  private void leak(RandomGenerator random) {
    Person person = scene.company().of(Department.SALES).get(6 + random.nextInt(3));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    String recipient = person.romanGiven().toLowerCase(Locale.ROOT) + "1987@freemail.example";
    long from = Company.micros(day, Company.at(17, 10) + random.nextInt(1200));
    Incident incident =
        plot.plant(
            IncidentKind.MAIL_LEAK, from, from + 240 * SECOND, Server.MAIL01, person, recipient);
    for (int i = 0; i < 3; i++) {
      send(
          from + 90L * i * SECOND,
          person,
          List.of(recipient),
          22_000_000L + random.nextInt(3_000_000),
          random,
          incident);
    }
  }

  private void manyRecipients(RandomGenerator random) {
    Person person = scene.company().of(Department.GENERAL).get(random.nextInt(4));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < 46; i++) {
      recipients.add(
          "contact%02d@%s".formatted(i, Partners.DOMAINS.get(i % Partners.DOMAINS.size())));
    }
    long from = Company.micros(day, Company.at(14, 5) + random.nextInt(3000));
    send(
        from,
        person,
        recipients,
        180_000,
        random,
        plot.plant(
            IncidentKind.MAIL_MANY_RECIPIENTS,
            from,
            from + 60 * SECOND,
            Server.MAIL01,
            person,
            "46"));
  }

  private void spoofed(RandomGenerator random) {
    Person person = Chance.pick(random, scene.company().of(Department.ACCOUNTING));
    LocalDate day = plot.day(random);
    long second = Company.at(10, 20) + random.nextInt(7200);
    String envelope = "bounce@mailer-84.invalid.example";
    String pretended = "ueda@" + Partners.DOMAINS.getFirst();
    Incident incident =
        plot.plant(
            IncidentKind.MAIL_SPOOFED,
            Company.micros(day, second),
            Company.micros(day, second + 60),
            Server.MAIL01,
            person,
            pretended);
    new Postfix(random, to)
        .send(
            Company.micros(day, second),
            new Postfix.Mail(
                envelope,
                List.of(person.mail()),
                48_000,
                "unknown",
                "198.18.5." + (1 + random.nextInt(250)),
                null),
            incident);
    MailActivity.header(
        day,
        second,
        "\"" + pretended + "\" <" + pretended + ">",
        "ueda.keiri@freemail.example",
        envelope,
        person,
        "fail",
        90,
        to,
        incident);
  }

  private void upload(RandomGenerator random) {
    Person person = scene.company().of(Department.ENGINEERING).get(8 + random.nextInt(4));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long from = Company.micros(day, Company.at(17, 20) + random.nextInt(900));
    Incident incident =
        plot.plant(
            IncidentKind.PROXY_UPLOAD,
            from,
            from + 1200 * SECOND,
            Server.PROXY01,
            person,
            "file-drop.example");
    for (int i = 0; i < 6; i++) {
      ProxyActivity.request(
          from + 200L * i * SECOND,
          person,
          "TCP_TUNNEL/200",
          9_000,
          300_000_000L + random.nextInt(400_000_000),
          "CONNECT",
          "file-drop.example:443",
          "198.18.90.4",
          random,
          to,
          incident);
    }
  }

  private void phone(RandomGenerator random) {
    Person person = scene.company().of(Department.SALES).get(10 + random.nextInt(4));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long lost = Company.micros(day, Company.at(19, 0));
    String address = "198.18.40." + (1 + random.nextInt(250));
    Incident incident =
        plot.plant(
            IncidentKind.PHONE_LOST,
            lost,
            lost + 15 * 3600 * SECOND,
            Server.MAIL01,
            person,
            address);
    for (int i = 0; i < 5; i++) {
      MailActivity.imap(lost + (2600 + 1500L * i) * SECOND, person, address, random, to, incident);
    }
    plot.lost(new Plot.Loss(person, lost, lost + 14 * 3600 * SECOND, address, incident));
  }

  private void infected(RandomGenerator random) {
    Person person = scene.company().of(Department.ENGINEERING).get(6);
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long from = Company.micros(day, Company.at(10, 40) + random.nextInt(1800));
    Incident incident =
        plot.plant(
            IncidentKind.PC_INFECTED,
            from,
            from + BEACONS * 60L * SECOND,
            person.pc(),
            person.account(),
            "198.18.200.9");
    to.add(
        from,
        person.pc(),
        WindowsLogs.malware(
            "Trojan:Win32/Emotet.DA!MTB",
            "C:\\Users\\" + person.account() + "\\Downloads\\請求書.docm",
            person.account()),
        incident);
    for (int i = 0; i < BEACONS; i++) {
      ProxyActivity.request(
          from + (60L * i + 20) * SECOND + random.nextInt(400_000),
          person,
          "TCP_TUNNEL/200",
          1_400,
          900 + random.nextInt(60),
          "CONNECT",
          "198.18.200.9:8443",
          "198.18.200.9",
          random,
          to,
          incident);
    }
    for (int i = 0; i < 45; i++) {
      Person other = Chance.pick(random, scene.company().people());
      to.add(
          from + (1800 + 4L * i) * SECOND,
          TRIED.get(i % TRIED.size()).name(),
          WindowsLogs.failedLogon(other.account(), 3, person.address(), person.pc()),
          incident);
    }
  }
}
