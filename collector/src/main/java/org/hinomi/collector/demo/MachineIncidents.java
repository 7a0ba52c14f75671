package org.hinomi.collector.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Plants what befalls servers, their backups and their logs. */
final class MachineIncidents implements BackupActivity.Failures {
  private record Night(Server server, LocalDate day) {}

  private static final long SECOND = 1_000_000L;

  private final Plot plot;
  private final Scene scene;
  private final Drafts to;
  private final Map<Night, Incident> failures = new HashMap<>();

  MachineIncidents(Plot plot) {
    this.plot = plot;
    this.scene = plot.scene();
    this.to = plot.to();
  }

  @Override
  public @Nullable Incident of(Server server, LocalDate night) {
    return failures.get(new Night(server, night));
  }

  void plant() {
    for (IncidentKind kind : IncidentKind.values()) {
      if (!plot.has(kind)) {
        continue;
      }
      RandomGenerator random = plot.random(kind);
      switch (kind) {
        case DISK_FILLING -> {
          List<LocalDate> days = scene.company().days();
          plot.plant(
              kind,
              Company.micros(days.getFirst(), 0),
              Company.micros(days.getLast().plusDays(1), 0),
              Server.FS01,
              null,
              "D:");
        }
        case BACKUP_LOST -> backup(kind, Server.FS01, 1, random);
        case BACKUP_FAILED -> backup(kind, Server.DB01, 3, random);
        case UNCLEAN_SHUTDOWN -> unclean(random);
        case LOG_CLEARED -> cleared(random);
        case RECORD_GAP -> {
          long at = Company.micros(plot.day(random), Company.at(15, 0) + random.nextInt(3600));
          Incident gap = plot.plant(kind, at, at, Server.TS01, null, "Security");
          to.add(at, Server.TS01.name(), new Body.Lost("Security", 40 + random.nextInt(60)), gap);
        }
        case SOURCE_SILENT -> {
          LocalDate day = plot.day(random);
          long from = Company.micros(day, Company.at(10, 20) + random.nextInt(1800));
          long until = from + 6 * 3600 * SECOND;
          plot.plant(kind, from, until, Server.WEB01, null, "nginx");
          to.silence(Server.WEB01.name(), from, until, false);
        }
        case LOG_ENDS -> {
          long from = Company.micros(plot.day(random), Company.at(15, 20));
          long until = Company.micros(scene.company().days().getLast().plusDays(2), 0);
          plot.plant(kind, from, until, Server.DEV01, null, "");
          to.silence(Server.DEV01.name(), from, until, true);
        }
        default -> {}
      }
    }
  }

  private void backup(IncidentKind kind, Server server, int nights, RandomGenerator random) {
    LocalDate first = plot.day(random);
    Incident incident =
        plot.plant(
            kind,
            Company.micros(first, Company.at(23, 0)),
            Company.micros(first.plusDays(nights), Company.at(1, 0)),
            server.equals(Server.FS01) ? server : Server.BACKUP01,
            null,
            server.name());
    for (int i = 0; i < nights; i++) {
      failures.put(new Night(server, first.plusDays(i)), incident);
    }
  }

  private void unclean(RandomGenerator random) {
    String host = Server.APP01.name();
    LocalDate day = plot.day(random);
    long at = Company.micros(day, Company.at(3, 12) + random.nextInt(1800));
    long back = at + 400 * SECOND;
    Incident incident = plot.plant(IncidentKind.UNCLEAN_SHUTDOWN, at, back, Server.APP01, null, "");
    to.silence(host, at, back, true);
    String start = Instant.ofEpochSecond(back / SECOND).toString();
    to.add(back, host, SystemLogs.osStarted(start), incident);
    to.add(back + 2 * SECOND, host, SystemLogs.rebootedWithoutShutdown(), incident);
    to.add(
        back + 6 * SECOND,
        host,
        SystemLogs.unexpectedShutdown("3:12:40", day.toString().replace('-', '/')),
        incident);
    to.add(back + 6 * SECOND, host, SystemLogs.eventLogStarted(), incident);
  }

  private void cleared(RandomGenerator random) {
    Person person = Chance.pick(random, scene.company().of(Department.SYSTEMS));
    long at = Company.micros(plot.day(random), Company.at(22, 40) + random.nextInt(1800));
    String account = "adm." + person.account();
    Incident incident =
        plot.plant(
            IncidentKind.LOG_CLEARED,
            at,
            at + 5 * SECOND,
            Server.APP01.name(),
            account,
            "Security");
    to.add(at, Server.APP01.name(), WindowsLogs.auditLogCleared(account), incident);
    to.add(
        at + 5 * SECOND, Server.APP01.name(), WindowsLogs.logCleared(account, "System"), incident);
  }
}
