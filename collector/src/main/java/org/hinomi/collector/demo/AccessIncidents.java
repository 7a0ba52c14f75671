package org.hinomi.collector.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Plants what shows only beside a table: who was there, who may, and who asked. */
final class AccessIncidents {
  private static final long SECOND = 1_000_000L;

  private final Plot plot;
  private final Scene scene;
  private final Drafts to;

  AccessIncidents(Plot plot) {
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
        case CONFIDENTIAL_AT_NIGHT -> confidentialAtNight(random);
        case RIGHT_NOT_LISTED -> rightNotListed(random);
        case LOGON_WHILE_ABSENT -> whileAbsent(random);
        case LEAVER_ACCOUNT -> leaver(random);
        case PRIVILEGED_WITHOUT_REQUEST -> privileged(random);
        case REQUEST_WITHOUT_ACCESS -> withoutAccess(random);
        case GATEWAY_UNKNOWN_ADDRESS -> unknownAddress(random);
        case GATEWAY_WITHOUT_REQUEST -> withoutRequest(random);
        case PC_HOURS -> pcHours(random);
        case ROOM_WITHOUT_KEY -> room(random);
        default -> {}
      }
    }
  }

  private void room(RandomGenerator random) {
    Person person = Chance.pick(random, scene.company().of(Department.SALES));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long at = Company.micros(day, Company.at(17, 40) + random.nextInt(1200));
    plot.plant(IncidentKind.ROOM_WITHOUT_KEY, at, at, null, person, Plot.ROOM);
    plot.entered(new Plot.Entry(person, at));
  }

  private void confidentialAtNight(RandomGenerator random) {
    Person person = Chance.pick(random, scene.company().of(Department.PERSONNEL));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long from = Company.micros(day, Company.at(23, 12) + random.nextInt(1200));
    Incident incident =
        plot.plant(
            IncidentKind.CONFIDENTIAL_AT_NIGHT,
            from,
            from + 900 * SECOND,
            Server.FS01,
            person,
            "人事\\給与");
    read(person, Department.PERSONNEL, "給与/", 38, from, random, incident);
  }

  /** Logs on to the Windows file server and reads files there. */
  private void read(
      Person person,
      Department of,
      String below,
      int files,
      long from,
      RandomGenerator random,
      Incident incident) {
    to.add(
        from,
        Server.FS01.name(),
        WindowsLogs.logon(person.account(), 3, person.address(), person.pc()),
        incident);
    for (int i = 0; i < files; i++) {
      to.add(
          from + (10 + 20L * i) * SECOND,
          Server.FS01.name(),
          FileActivity.windows(person, of.folder(), below + FileActivity.file(random), false),
          incident);
    }
    to.add(
        from + (20 + 20L * files) * SECOND,
        Server.FS01.name(),
        WindowsLogs.logoff(person.account(), 3),
        incident);
  }

  private void rightNotListed(RandomGenerator random) {
    Person person = scene.company().of(Department.SALES).get(9 + random.nextInt(4));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long from = Company.micros(day, Company.at(11, 0) + random.nextInt(3000));
    read(
        person,
        Department.ACCOUNTING,
        "",
        6,
        from,
        random,
        plot.plant(
            IncidentKind.RIGHT_NOT_LISTED, from, from + 200 * SECOND, Server.FS01, person, "経理"));
  }

  private void whileAbsent(RandomGenerator random) {
    Person person = scene.company().of(Department.ENGINEERING).get(random.nextInt(6));
    LocalDate day = plot.day(random, person, Roster.Kind.PAID_LEAVE);
    Person neighbour = scene.company().of(Department.ENGINEERING).get(7);
    long from = Company.micros(day, Company.at(10, 30) + random.nextInt(3600));
    Incident incident =
        plot.plant(
            IncidentKind.LOGON_WHILE_ABSENT,
            from,
            from + 600 * SECOND,
            Server.FS01,
            person,
            neighbour.address());
    to.add(
        from,
        Server.FS01.name(),
        WindowsLogs.logon(person.account(), 3, neighbour.address(), neighbour.pc()),
        incident);
    for (int i = 1; i < 6; i++) {
      to.add(
          from + 60L * i * SECOND,
          Server.FS01.name(),
          FileActivity.windows(person, FileActivity.SHARED, FileActivity.file(random), false),
          incident);
    }
  }

  private void leaver(RandomGenerator random) {
    Person person = scene.roster().leaver();
    List<LocalDate> after =
        scene.company().workingDays().stream()
            .filter(day -> scene.roster().hasLeft(person, day))
            .toList();
    long from =
        Company.micros(
            after.get(1 + random.nextInt(after.size() - 2)),
            Company.at(13, 10) + random.nextInt(7200));
    Incident incident =
        plot.plant(
            IncidentKind.LEAVER_ACCOUNT,
            from,
            from + 900 * SECOND,
            Server.TS01,
            person,
            person.address());
    to.add(
        from,
        Server.TS01.name(),
        WindowsLogs.logon(person.account(), 10, person.address(), person.pc()),
        incident);
    for (int i = 1; i < 8; i++) {
      to.add(
          from + 70L * i * SECOND,
          Server.FS02.name(),
          Samba.audit(person, Department.SALES.folder(), "open", "r|" + FileActivity.file(random)),
          incident);
    }
    to.add(
        from + 900 * SECOND,
        Server.TS01.name(),
        WindowsLogs.logoff(person.account(), 10),
        incident);
  }

  private void privileged(RandomGenerator random) {
    Person person = Chance.pick(random, scene.company().of(Department.SYSTEMS));
    List<LocalDate> free =
        scene.roster().days(person, Roster.Kind.OFFICE).stream()
            .filter(day -> scene.works().stream().noneMatch(work -> near(work, day)))
            .toList();
    long from =
        Company.micros(Chance.pick(random, free), Company.at(14, 20) + random.nextInt(3600));
    WorkActivity.work(
        person,
        Server.DB01,
        from,
        random,
        to,
        plot.plant(
            IncidentKind.PRIVILEGED_WITHOUT_REQUEST,
            from,
            from + 1800 * SECOND,
            Server.DB01,
            person,
            "sudo"));
  }

  private static boolean near(Work work, LocalDate day) {
    long midnight = Company.micros(day, 0);
    return work.from() >= midnight && work.from() < midnight + 24 * 3600 * SECOND;
  }

  private void withoutAccess(RandomGenerator random) {
    Person person = Chance.pick(random, scene.company().of(Department.SYSTEMS));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long from = Company.micros(day, Company.at(16, 0));
    // A server on which no other work was asked for, so that none can be taken for it.
    Server server = Server.DC01;
    scene
        .works()
        .add(new Work("W090", person, server, from, from + 3600 * SECOND, "グループポリシーの変更", false));
    plot.plant(
        IncidentKind.REQUEST_WITHOUT_ACCESS, from, from + 3600 * SECOND, server, person, "W090");
  }

  private void unknownAddress(RandomGenerator random) {
    Person person = teleworker(random, Department.SALES);
    LocalDate day = plot.day(random, person, Roster.Kind.HOME);
    String address = "198.18.77." + (2 + random.nextInt(250));
    long from = Company.micros(day, Company.at(20, 50) + random.nextInt(1800));
    Incident incident =
        plot.plant(
            IncidentKind.GATEWAY_UNKNOWN_ADDRESS,
            from,
            from + 2400 * SECOND,
            Server.GW01,
            person,
            address);
    DeskActivity.session(person, address, from, from + 2400 * SECOND, random, to, incident);
  }

  private void withoutRequest(RandomGenerator random) {
    Person person = teleworker(random, Department.ENGINEERING);
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    long from = Company.micros(day, Company.at(21, 20) + random.nextInt(1800));
    Incident incident =
        plot.plant(
            IncidentKind.GATEWAY_WITHOUT_REQUEST,
            from,
            from + 3600 * SECOND,
            Server.GW01,
            person,
            person.home());
    DeskActivity.session(person, person.home(), from, from + 3600 * SECOND, random, to, incident);
  }

  private Person teleworker(RandomGenerator random, Department department) {
    return Chance.pick(
        random, scene.company().of(department).stream().filter(Person::telework).toList());
  }

  private void pcHours(RandomGenerator random) {
    Person person = scene.company().of(Department.GENERAL).get(random.nextInt(4));
    LocalDate day = plot.day(random, person, Roster.Kind.OFFICE);
    int out = scene.roster().of(person, day).out();
    long from = Company.micros(day, Math.min(out + 7200, Company.at(22, 30)));
    Incident incident =
        plot.plant(
            IncidentKind.PC_HOURS,
            from,
            from + 4500 * SECOND,
            person.pc(),
            person.account(),
            day.toString());
    String pc = person.pc();
    for (Map.Entry<Long, Body> entry :
        List.of(
            Map.entry(from, SystemLogs.osStarted(Instant.ofEpochSecond(from / SECOND).toString())),
            Map.entry(from + 6 * SECOND, SystemLogs.eventLogStarted()),
            Map.entry(from + 60 * SECOND, WindowsLogs.logon(person.account(), 2, "127.0.0.1", pc)),
            Map.entry(from + 4490 * SECOND, WindowsLogs.logoff(person.account(), 2)),
            Map.entry(from + 4495 * SECOND, SystemLogs.eventLogStopped()),
            Map.entry(
                from + 4500 * SECOND,
                SystemLogs.osStopped(Instant.ofEpochSecond(from / SECOND + 4500).toString())))) {
      to.add(entry.getKey(), pc, entry.getValue(), incident);
    }
  }
}
