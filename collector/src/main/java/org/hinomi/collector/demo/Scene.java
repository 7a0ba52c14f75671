package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What everyday life and what is planted both go by: who works when, and what was asked for. The
 * lists are added to while incidents are planned, and then only read.
 */
record Scene(Company company, Roster roster, List<Work> works, List<FolderLoan> loans) {
  private static final List<String> PURPOSES =
      List.of(
          "月次パッチ適用",
          "ディスク使用量の確認",
          "証明書の更新",
          "設定変更",
          "ログの採取",
          "ミドルウェア更新",
          "アカウント棚卸し",
          "バックアップ設定の見直し");

  /** Servers on which administrators work. */
  private static final List<Server> WORKED_ON =
      List.of(Server.FS02, Server.MAIL01, Server.WEB01, Server.DB01, Server.APP01, Server.BACKUP01);

  private static final int WORKS = 10;
  private static final int LOANS = 3;

  static Scene of(Company company) {
    Scene scene = new Scene(company, Roster.make(company), new ArrayList<>(), new ArrayList<>());
    scene.makeWorks();
    scene.makeLoans();
    return scene;
  }

  private void makeWorks() {
    RandomGenerator random = company.chance().of("works", 0);
    List<Person> administrators = company.of(Department.SYSTEMS);
    for (int i = 0; i < WORKS; i++) {
      Person person = Chance.pick(random, administrators);
      LocalDate day = Chance.pick(random, roster.days(person, Roster.Kind.OFFICE));
      long from = Company.micros(day, Company.at(Chance.between(random, 10, 15), 0));
      works.add(
          new Work(
              "W%03d".formatted(i + 1),
              person,
              Chance.pick(random, WORKED_ON),
              from,
              from + 2 * 3600 * 1_000_000L,
              PURPOSES.get(i % PURPOSES.size()),
              true));
    }
  }

  private void makeLoans() {
    RandomGenerator random = company.chance().of("loans", 0);
    List<Person> people = company.of(Department.GENERAL);
    for (int i = 0; i < LOANS; i++) {
      Person person = people.get(i % people.size());
      List<LocalDate> days = roster.days(person, Roster.Kind.OFFICE);
      int first = random.nextInt(days.size() - 4);
      loans.add(
          new FolderLoan(
              "F%03d".formatted(i + 1),
              person,
              i % 2 == 0 ? Department.ACCOUNTING : Department.SALES,
              days.get(first),
              days.get(first + 3)));
    }
  }
}
