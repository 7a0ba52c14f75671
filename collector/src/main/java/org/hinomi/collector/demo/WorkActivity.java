package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Administrators do the work that was asked for, with the rights that it takes. */
final class WorkActivity implements Activity {
  private static final long SECOND = 1_000_000L;

  private final Scene scene;

  WorkActivity(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    long from = Company.micros(day, 0);
    long until = Company.micros(day.plusDays(1), 0);
    for (Work work : scene.works()) {
      if (work.done() && work.from() >= from && work.from() < until) {
        RandomGenerator random = scene.company().chance().of("work " + work.number(), 0);
        work(work.person(), work.server(), work.from() + 600 * SECOND, random, to, null);
      }
    }
  }

  /** Half an hour of work with an administrator's rights. */
  static void work(
      Person person,
      Server server,
      long from,
      RandomGenerator random,
      Drafts to,
      @Nullable Incident incident) {
    if (server.windows()) {
      String account = "adm." + person.account();
      to.add(
          from,
          server.name(),
          WindowsLogs.logon(account, 10, person.address(), person.pc()),
          incident);
      to.add(from, server.name(), WindowsLogs.privileges(account), incident);
      to.add(from + 1800 * SECOND, server.name(), WindowsLogs.logoff(account, 10), incident);
      return;
    }
    int pid = 20_000 + random.nextInt(9000);
    String account = person.account();
    line(
        from,
        server,
        "sshd",
        pid,
        "Accepted publickey for "
            + account
            + " from "
            + person.address()
            + " port "
            + (50_000 + random.nextInt(9000))
            + " ssh2: ED25519 SHA256:"
            + Chance.hex(random, 43),
        to,
        incident);
    line(
        from + SECOND,
        server,
        "sshd",
        pid,
        "pam_unix(sshd:session): session opened for user "
            + account
            + "(uid="
            + (1000 + person.number())
            + ") by "
            + account
            + "(uid=0)",
        to,
        incident);
    String[] commands = {
      "/usr/bin/apt-get -y upgrade",
      "/usr/bin/systemctl restart rsyslog",
      "/usr/bin/less /var/log/syslog"
    };
    for (int i = 0; i < commands.length; i++) {
      line(
          from + (60 + 300 * i) * SECOND,
          server,
          "sudo",
          0,
          account + " : TTY=pts/0 ; PWD=/home/" + account + " ; USER=root ; COMMAND=" + commands[i],
          to,
          incident);
    }
    line(
        from + 1800 * SECOND,
        server,
        "sshd",
        pid,
        "pam_unix(sshd:session): session closed for user " + account,
        to,
        incident);
  }

  private static void line(
      long micros,
      Server server,
      String tag,
      int pid,
      String text,
      Drafts to,
      @Nullable Incident incident) {
    to.add(
        micros,
        server.name(),
        new Body.Line(Body.Line.AUTHPRIV, Body.Line.INFO, tag, pid, text),
        incident);
  }
}
