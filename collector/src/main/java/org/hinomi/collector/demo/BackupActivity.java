package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Every night all servers with data are copied, but for those nights on which it is planted to
 * fail.
 */
final class BackupActivity implements Activity {
  private static final long SECOND = 1_000_000L;
  private static final List<Server> BY_RESTIC = List.of(Server.FS02, Server.MAIL01, Server.DB01);
  private static final int START = Company.at(23, 0);

  /** Nights on which a backup fails; null for the ones that succeed. */
  interface Failures {
    @Nullable Incident of(Server server, LocalDate night);
  }

  private final Scene scene;
  private final Failures failures;

  BackupActivity(Scene scene, Failures failures) {
    this.scene = scene;
    this.failures = failures;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    RandomGenerator random = scene.company().chance().of("backup", day.toEpochDay());
    long start = Company.micros(day, START + 5);
    long took = Chance.between(random, 1500, 2400) * SECOND;
    String fs01 = Server.FS01.name();
    to.add(start, fs01, SystemLogs.backup(1, 4, "", "バックアップ操作が開始されました。"));
    Incident lost = failures.of(Server.FS01, day);
    if (lost == null) {
      to.add(start + took, fs01, SystemLogs.backup(4, 4, "", "バックアップ操作が正常に終了しました。"));
    } else {
      to.add(start + took / 2, fs01, SystemLogs.oldestShadowCopyDeleted("D:"), lost);
      to.add(start + took, fs01, SystemLogs.shadowCopiesDeleted("D:"), lost);
      to.add(
          start + took + SECOND,
          fs01,
          SystemLogs.backup(5, 2, "0x80780119", "シャドウ コピーを作成するための十分な空き領域がありません。"),
          lost);
    }
    for (Server server : BY_RESTIC) {
      restic(
          server,
          Company.micros(day, START + 1800 + 600 * BY_RESTIC.indexOf(server)),
          random,
          failures.of(server, day),
          to);
    }
  }

  private static void restic(
      Server server, long start, RandomGenerator random, @Nullable Incident failed, Drafts to) {
    String unit = "restic-" + server.name() + ".service";
    String described = unit + " - Nightly backup of " + server.name();
    line(start, "systemd", 1, Body.Line.INFO, "Starting " + described + "...", failed, to);
    long end = start + Chance.between(random, 200, 500) * SECOND;
    if (failed == null) {
      line(
          end,
          "restic",
          7000 + random.nextInt(900),
          Body.Line.INFO,
          "snapshot " + Chance.hex(random, 8).toLowerCase(Locale.ROOT) + " saved",
          null,
          to);
      line(
          end + SECOND,
          "systemd",
          1,
          Body.Line.INFO,
          unit + ": Deactivated successfully.",
          null,
          to);
      line(end + SECOND, "systemd", 1, Body.Line.INFO, "Finished " + described + ".", null, to);
      return;
    }
    line(
        end,
        "restic",
        7000 + random.nextInt(900),
        Body.Line.ERROR,
        "Fatal: unable to open repository at /backup/"
            + server.name()
            + ": no space left on device",
        failed,
        to);
    line(
        end + SECOND,
        "systemd",
        1,
        Body.Line.NOTICE,
        unit + ": Main process exited, code=exited, status=1/FAILURE",
        failed,
        to);
    line(
        end + SECOND,
        "systemd",
        1,
        Body.Line.WARNING,
        unit + ": Failed with result 'exit-code'.",
        failed,
        to);
    line(
        end + SECOND,
        "systemd",
        1,
        Body.Line.ERROR,
        "Failed to start " + described + ".",
        failed,
        to);
  }

  private static void line(
      long micros,
      String tag,
      int pid,
      int severity,
      String text,
      @Nullable Incident incident,
      Drafts to) {
    to.add(
        micros,
        Server.BACKUP01.name(),
        new Body.Line(Body.Line.DAEMON, severity, tag, pid, text),
        incident);
  }
}
