package org.hinomi.collector.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** People come, start their PCs and log on; and go, having shut them down. */
final class DeskActivity implements Activity {
  private static final long SECOND = 1_000_000L;

  private final Scene scene;

  DeskActivity(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    for (Person person : scene.company().people()) {
      Roster.Shift shift = scene.roster().of(person, day);
      RandomGenerator random = scene.company().chance().of("desk " + day, person.number());
      if (shift.kind() == Roster.Kind.OFFICE) {
        office(person, day, shift, random, to);
      } else if (shift.kind() == Roster.Kind.HOME) {
        home(person, day, shift, random, to);
      }
    }
  }

  private static void office(
      Person person, LocalDate day, Roster.Shift shift, RandomGenerator random, Drafts to) {
    long on = Company.micros(day, shift.in() + Chance.between(random, 60, 420));
    boot(person.pc(), on, to);
    long logon = on + Chance.between(random, 25, 80) * SECOND;
    if (random.nextInt(25) == 0) {
      to.add(
          logon - 9 * SECOND,
          person.pc(),
          WindowsLogs.failedLogon(person.account(), 2, "127.0.0.1", person.pc()));
    }
    to.add(logon, person.pc(), WindowsLogs.logon(person.account(), 2, "127.0.0.1", person.pc()));
    to.add(
        logon + SECOND / 5,
        Server.DC01.name(),
        WindowsLogs.ticket(person.account(), person.address()));
    shares(person, logon, random, to);
    if (random.nextBoolean()) {
      to.add(
          Company.micros(day, Company.at(12, 2) + random.nextInt(300)),
          person.pc(),
          SystemLogs.sleep());
      to.add(
          Company.micros(day, Company.at(12, 50) + random.nextInt(600)),
          person.pc(),
          SystemLogs.wake());
    }
    long off = Company.micros(day, shift.out() - Chance.between(random, 60, 420));
    to.add(off - 3 * SECOND, person.pc(), WindowsLogs.logoff(person.account(), 2));
    shutdown(person.pc(), off, to);
  }

  private static void home(
      Person person, LocalDate day, Roster.Shift shift, RandomGenerator random, Drafts to) {
    long from = Company.micros(day, shift.in() + Chance.between(random, 60, 300));
    long until = Company.micros(day, shift.out() - Chance.between(random, 60, 300));
    session(person, person.home(), from, until, random, to, null);
    shares(person, from + 40 * SECOND, random, to);
  }

  /** A session through the gateway. */
  static void session(
      Person person,
      String address,
      long from,
      long until,
      RandomGenerator random,
      Drafts to,
      @Nullable Incident incident) {
    String resource = Server.TS01.name();
    to.add(
        from,
        Server.GW01.name(),
        WindowsLogs.gateway(302, person.account(), address, resource, WindowsLogs.traffic(0, 0, 0)),
        incident);
    to.add(
        from + 2 * SECOND,
        resource,
        WindowsLogs.logon(person.account(), 10, Server.GW01.address(), Server.GW01.name()),
        incident);
    to.add(until - SECOND, resource, WindowsLogs.logoff(person.account(), 10), incident);
    to.add(
        until,
        Server.GW01.name(),
        WindowsLogs.gateway(
            303,
            person.account(),
            address,
            resource,
            WindowsLogs.traffic(
                Chance.skewed(random, 9_000_000),
                Chance.skewed(random, 120_000_000),
                (until - from) / SECOND)),
        incident);
  }

  /** The drives of the file servers are connected at each logon. */
  private static void shares(Person person, long logon, RandomGenerator random, Drafts to) {
    String from = person.address();
    to.add(
        logon + 4 * SECOND,
        Server.FS01.name(),
        WindowsLogs.logon(person.account(), 3, from, person.pc()));
    if (person.department().onSamba()) {
      to.add(
          logon + 5 * SECOND,
          Server.FS02.name(),
          Samba.audit(
              person, person.department().folder(), "connect", person.department().folder()));
    }
    to.add(
        logon + Chance.between(random, 2, 5) * 3600 * SECOND,
        Server.FS01.name(),
        WindowsLogs.logoff(person.account(), 3));
  }

  static void boot(String host, long micros, Drafts to) {
    to.add(micros, host, SystemLogs.osStarted(Instant.ofEpochSecond(micros / SECOND).toString()));
    to.add(micros + 6 * SECOND, host, SystemLogs.eventLogStarted());
  }

  static void shutdown(String host, long micros, Drafts to) {
    to.add(micros, host, SystemLogs.eventLogStopped());
    to.add(
        micros + 2 * SECOND,
        host,
        SystemLogs.osStopped(Instant.ofEpochSecond(micros / SECOND).toString()));
  }
}
