package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.random.RandomGenerator;

/** People read and write the files of their department, and those that all share. */
final class FileActivity implements Activity {
  static final String SHARED = "共有";

  private static final List<String> KINDS =
      List.of("見積書", "議事録", "報告書", "計画書", "仕様書", "一覧", "集計", "手順書");

  private final Scene scene;

  FileActivity(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    for (Person person : scene.company().people()) {
      Roster.Shift shift = scene.roster().of(person, day);
      if (!shift.kind().works()) {
        continue;
      }
      RandomGenerator random = scene.company().chance().of("files " + day, person.number());
      int from = Math.max(shift.in(), Company.at(8, 45)) + 900;
      int span = Math.min(shift.out(), Company.at(20, 30)) - 900 - from;
      int count = Chance.between(random, 12, 32);
      for (int i = 0; i < count; i++) {
        long micros = Company.micros(day, from + random.nextDouble() * span);
        boolean write = random.nextInt(4) == 0;
        if (random.nextInt(5) == 0) {
          to.add(micros, Server.FS01.name(), windows(person, SHARED, file(random), write));
        } else {
          use(person, person.department(), random, micros, write, to);
        }
      }
      for (FolderLoan loan : scene.loans()) {
        if (loan.person().equals(person) && !day.isBefore(loan.from()) && !day.isAfter(loan.to())) {
          use(
              person,
              loan.folder(),
              random,
              Company.micros(day, from + random.nextDouble() * span),
              false,
              to);
        }
      }
    }
  }

  private static void use(
      Person person, Department of, RandomGenerator random, long micros, boolean write, Drafts to) {
    if (of.onSamba()) {
      to.add(
          micros,
          Server.FS02.name(),
          Samba.audit(person, of.folder(), "open", (write ? "w" : "r") + "|" + file(random)));
    } else {
      to.add(micros, Server.FS01.name(), windows(person, of.folder(), file(random), write));
    }
  }

  static Body windows(Person person, String folder, String file, boolean write) {
    return WindowsLogs.fileAccess(
        person.account(), "D:\\Share\\" + folder + "\\" + file.replace('/', '\\'), write);
  }

  static String file(RandomGenerator random) {
    int number = random.nextInt(Company.FILES);
    return "%s/%s%03d.xlsx"
        .formatted(KINDS.get(number % 3), KINDS.get(number % KINDS.size()), number);
  }
}
