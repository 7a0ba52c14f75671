package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What servers say all day whether anybody is there or not, and what the portal and the database
 * serve.
 */
final class ServerActivity implements Activity {
  private static final int DAY = 24 * 3600;
  private static final List<String> SERVICES =
      List.of("Windows Update", "Windows Modules Installer", "BITS", "WMI Performance Adapter");
  private static final List<String> PAGES =
      List.of("/", "/news/", "/rooms/", "/phone-book/", "/forms/expense", "/forms/leave");

  private final Scene scene;

  ServerActivity(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    for (Server server : Server.ALL) {
      RandomGenerator random =
          scene.company().chance().of("noise " + server.name(), day.toEpochDay());
      if (server.windows()) {
        windows(server, day, random, to);
      } else {
        linux(server, day, random, to);
      }
    }
    if (scene.company().worksOn(day)) {
      portal(day, to);
    }
  }

  private static void windows(Server server, LocalDate day, RandomGenerator random, Drafts to) {
    for (int second = random.nextInt(900);
        second < DAY;
        second += Chance.between(random, 1200, 2400)) {
      to.add(
          Company.micros(day, second),
          server.name(),
          SystemLogs.serviceState(
              Chance.pick(random, SERVICES), random.nextBoolean() ? "実行中" : "停止"));
    }
    to.add(
        Company.micros(day, Company.at(12, 0)),
        server.name(),
        SystemLogs.uptime(day.toEpochDay() % 60 * DAY + DAY));
  }

  private static void linux(Server server, LocalDate day, RandomGenerator random, Drafts to) {
    for (int hour = 0; hour < 24; hour++) {
      int pid = 9000 + hour * 900 + random.nextInt(800);
      long micros = Company.micros(day, hour * 3600 + 17 * 60 + 1);
      line(
          micros,
          server,
          Body.Line.CRON,
          "CRON",
          pid,
          "(root) CMD (cd / && run-parts --report /etc/cron.hourly)",
          to);
      line(
          micros + 1_200_000_000L + random.nextInt(600) * 1_000_000L,
          server,
          Body.Line.DAEMON,
          "systemd",
          1,
          "Finished sysstat-collect.service - system activity accounting tool.",
          to);
      if (hour % 6 == 3) {
        line(
            micros + 77_000_000L,
            server,
            Body.Line.DAEMON,
            "chronyd",
            612,
            "Selected source 10.20.0.10",
            to);
      }
    }
    if (server.equals(Server.DB01)) {
      for (int second = random.nextInt(300);
          second < DAY;
          second += Chance.between(random, 600, 1500)) {
        line(
            Company.micros(day, second),
            server,
            16,
            "postgres",
            1204,
            "LOG:  connection authorized: user=sales_app database=sales",
            to);
      }
    }
  }

  private void portal(LocalDate day, Drafts to) {
    RandomGenerator random = scene.company().chance().of("portal", day.toEpochDay());
    for (Person person : scene.company().people()) {
      Roster.Shift shift = scene.roster().of(person, day);
      for (int i = 0; shift.kind() == Roster.Kind.OFFICE && i < 8; i++) {
        double second = shift.in() + 600 + random.nextDouble() * (shift.out() - shift.in() - 1200);
        long micros = Company.micros(day, second);
        String time =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
                .format(day.atStartOfDay(Company.ZONE).plusSeconds((long) second));
        line(
            micros,
            Server.WEB01,
            23,
            "nginx",
            0,
            person.address()
                + " - - ["
                + time
                + "] \"GET "
                + Chance.pick(random, PAGES)
                + " HTTP/1.1\" 200 "
                + (900 + random.nextInt(60_000))
                + " \"-\" \"Mozilla/5.0 (Windows NT 10.0; Win64; x64)\"",
            to);
      }
    }
  }

  private static void line(
      long micros, Server server, int facility, String tag, int pid, String text, Drafts to) {
    to.add(micros, server.name(), new Body.Line(facility, Body.Line.INFO, tag, pid, text));
  }
}
