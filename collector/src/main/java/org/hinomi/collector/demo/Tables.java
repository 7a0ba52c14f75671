package org.hinomi.collector.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Makes the tables that the people of the company keep, as different hands keep them: in CP932 and
 * UTF-8, as CSV and as workbooks, with dates of the emperor's era and of the west.
 */
final class Tables {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu/M/d H:mm", Locale.ROOT).withZone(Company.ZONE);
  private static final String[] WEEKDAYS = {"月", "火", "水", "木", "金", "土", "日"};
  private static final long HOUR = 3600 * 1_000_000L;

  private final Scene scene;
  private final List<Plot.Loss> losses;
  private final List<Plot.Entry> entries;

  Tables(Scene scene, List<Plot.Loss> losses, List<Plot.Entry> entries) {
    this.scene = scene;
    this.losses = losses;
    this.entries = entries;
  }

  List<Table> all() {
    return List.of(
        staff(),
        attendance(),
        leavers(),
        rights(),
        works(),
        remote(),
        loans(),
        lost(),
        calls(),
        locations(),
        travel(),
        payments(),
        visitors(),
        keys(),
        doors());
  }

  private Table staff() {
    List<List<Object>> rows = new ArrayList<>();
    for (Person person : scene.company().people()) {
      rows.add(
          List.of(
              person.staffNumber(),
              person.name(),
              person.romanGiven() + " " + person.romanFamily().toUpperCase(Locale.ROOT),
              person.department().title(),
              person.account(),
              person.administrator() ? "adm." + person.account() : "",
              person.mail(),
              person.pc(),
              person.phone()));
    }
    return new Table(
        "staff.csv",
        Table.UTF_8,
        List.of("社員番号", "氏名", "氏名（英字）", "部署", "アカウント", "管理者アカウント", "メールアドレス", "PC名", "携帯電話"),
        rows);
  }

  private Table attendance() {
    List<List<Object>> rows = new ArrayList<>();
    for (LocalDate day : scene.company().workingDays()) {
      for (Person person : scene.company().people()) {
        Roster.Shift shift = scene.roster().of(person, day);
        if (!scene.roster().hasLeft(person, day)) {
          rows.add(
              List.of(
                  person.staffNumber(),
                  // Half of the people were typed in by a hand that takes the narrow blank.
                  person.number() % 2 == 0 ? person.name() : person.name().replace('　', ' '),
                  era(day) + "(" + WEEKDAYS[day.getDayOfWeek().getValue() - 1] + ")",
                  shift.kind().title(),
                  shift.kind().works() ? clock(shift.in()) : "",
                  shift.kind().works() ? clock(shift.out()) : ""));
        }
      }
    }
    return new Table(
        "attendance.csv", Table.CP932, List.of("社員番号", "氏名", "日付", "区分", "出勤", "退勤"), rows);
  }

  private Table leavers() {
    Person leaver = scene.roster().leaver();
    LocalDate day = scene.roster().lastDay();
    return new Table(
        "leavers.csv",
        Table.UTF_8,
        List.of("氏名", "区分", "最終日", "備考"),
        List.of(
            List.of(
                leaver.family() + " " + leaver.given(),
                "退職",
                "R%d.%d.%d".formatted(eraYear(day), day.getMonthValue(), day.getDayOfMonth()),
                "")));
  }

  private Table rights() {
    List<List<Object>> rows = new ArrayList<>();
    for (Person person : scene.company().people()) {
      rows.add(List.of(person.account(), person.name(), person.department().folder(), "変更"));
      rows.add(List.of(person.account(), person.name(), FileActivity.SHARED, "変更"));
    }
    return new Table("rights.xlsx", "", List.of("アカウント", "氏名", "フォルダー", "権限"), rows);
  }

  private Table works() {
    List<List<Object>> rows = new ArrayList<>();
    for (Work work : scene.works()) {
      rows.add(
          List.of(
              work.number(),
              work.person().family() + work.person().given(),
              work.server().name().toUpperCase(Locale.ROOT),
              minute(work.from()),
              minute(work.to()),
              work.purpose(),
              "承認"));
    }
    return new Table(
        "work-requests.csv",
        Table.CP932,
        List.of("申請番号", "申請者", "対象サーバー", "開始日時", "終了日時", "作業内容", "状態"),
        rows);
  }

  private Table remote() {
    List<List<Object>> rows = new ArrayList<>();
    for (Person person : scene.company().people()) {
      for (LocalDate day : scene.roster().days(person, Roster.Kind.HOME)) {
        rows.add(List.of(person.family() + " " + person.given(), day, "自宅", "承認"));
      }
    }
    return new Table("remote-requests.xlsx", "", List.of("申請者", "勤務日", "場所", "状態"), rows);
  }

  private Table loans() {
    List<List<Object>> rows = new ArrayList<>();
    for (FolderLoan loan : scene.loans()) {
      rows.add(
          List.of(
              loan.number(),
              loan.person().name(),
              loan.folder().folder(),
              kanji(loan.from()),
              kanji(loan.to()),
              "承認"));
    }
    return new Table(
        "folder-requests.csv",
        Table.UTF_8,
        List.of("申請番号", "氏名", "対象フォルダー", "開始日", "終了日", "状態"),
        rows);
  }

  private Table lost() {
    List<List<Object>> rows = new ArrayList<>();
    for (Plot.Loss loss : losses) {
      rows.add(
          List.of(
              loss.person().name(),
              loss.person().phone(),
              minute(loss.lost()),
              minute(loss.reported())));
    }
    return new Table("losses.csv", Table.CP932, List.of("氏名", "電話番号", "紛失日時", "届出日時"), rows);
  }

  private Table calls() {
    List<List<Object>> rows = new ArrayList<>();
    RandomGenerator random = scene.company().chance().of("calls", 0);
    for (Person person : scene.company().of(Department.SALES)) {
      for (LocalDate day : scene.roster().days(person, Roster.Kind.OFFICE)) {
        long at = Company.micros(day, Company.at(9, 30) + random.nextInt(8 * 3600));
        rows.add(
            List.of(
                person.phone(),
                "03-0000-" + (1000 + random.nextInt(9)),
                minute(at),
                Chance.between(random, 20, 600)));
      }
    }
    for (Plot.Loss loss : losses) {
      for (int i = 1; i <= 3; i++) {
        rows.add(
            List.of(
                loss.person().phone(), "0570-000-99" + i, minute(loss.lost() + i * HOUR), 30 * i));
      }
    }
    return new Table("calls.csv", Table.CP932, List.of("発信番号", "相手先番号", "発信日時", "通話時間（秒）"), rows);
  }

  private Table locations() {
    List<List<Object>> rows = new ArrayList<>();
    for (Plot.Loss loss : losses) {
      for (int i = 0; i < 6; i++) {
        rows.add(
            List.of(
                loss.person().phone(),
                minute(loss.lost() + i * HOUR),
                "35.%04d".formatted(6800 + 37 * i),
                "139.%04d".formatted(7600 + 21 * i)));
      }
    }
    return new Table("locations.csv", Table.UTF_8, List.of("電話番号", "日時", "緯度", "経度"), rows);
  }

  private Table travel() {
    List<List<Object>> rows = new ArrayList<>();
    for (Plot.Loss loss : losses) {
      rows.add(List.of(loss.person().name(), minute(loss.lost() + 2 * HOUR), "入場", "北千住"));
      rows.add(List.of(loss.person().name(), minute(loss.lost() + 3 * HOUR), "出場", "上野"));
    }
    return new Table("travel.csv", Table.UTF_8, List.of("氏名", "利用日時", "区分", "駅"), rows);
  }

  private Table payments() {
    List<List<Object>> rows = new ArrayList<>();
    for (Plot.Loss loss : losses) {
      rows.add(List.of(loss.person().name(), minute(loss.lost() + 4 * HOUR), "コンビニエンスストア", 4980));
    }
    return new Table("payments.csv", Table.CP932, List.of("氏名", "決済日時", "店舗", "金額"), rows);
  }

  private Table visitors() {
    List<List<Object>> rows = new ArrayList<>();
    RandomGenerator random = scene.company().chance().of("visitors", 0);
    for (LocalDate day : scene.company().workingDays()) {
      rows.add(
          List.of(
              kanji(day),
              "10:%02d".formatted(random.nextInt(60)),
              "11:%02d".formatted(random.nextInt(60)),
              "みどり商事",
              "植田様",
              Chance.pick(random, scene.company().of(Department.SALES)).name()));
    }
    return new Table(
        "visitors.csv", Table.CP932, List.of("来訪日", "入館", "退館", "会社名", "来訪者", "応対者"), rows);
  }

  /** Who works on a server goes to it, and takes the key before. */
  private Table keys() {
    List<List<Object>> rows = new ArrayList<>();
    for (Work work : scene.works()) {
      if (work.done()) {
        rows.add(
            List.of(
                "K-01 " + Plot.ROOM,
                work.person().name(),
                minute(work.from() - HOUR / 6),
                minute(work.to() + HOUR / 6),
                work.number()));
      }
    }
    return new Table(
        "key-register.csv", Table.CP932, List.of("鍵番号", "氏名", "貸出日時", "返却日時", "備考"), rows);
  }

  private Table doors() {
    List<List<Object>> rows = new ArrayList<>();
    for (Work work : scene.works()) {
      if (work.done()) {
        rows.add(List.of(minute(work.from()), Plot.ROOM, work.person().name()));
      }
    }
    // Somebody of a supplier, shown round once: the log of visitors has him.
    LocalDate day = scene.company().workingDays().get(4);
    rows.add(List.of(minute(Company.micros(day, Company.at(11, 0))), Plot.ROOM, "植田"));
    for (Plot.Entry entry : entries) {
      rows.add(List.of(minute(entry.at()), Plot.ROOM, entry.person().name()));
    }
    return new Table("door.csv", Table.UTF_8, List.of("入室日時", "部屋", "氏名"), rows);
  }

  private static int eraYear(LocalDate day) {
    return JapaneseDate.from(day).get(ChronoField.YEAR_OF_ERA);
  }

  private static String era(LocalDate day) {
    return "令和%d年%d月%d日".formatted(eraYear(day), day.getMonthValue(), day.getDayOfMonth());
  }

  private static String kanji(LocalDate day) {
    return "%d年%d月%d日".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
  }

  private static String clock(int second) {
    return "%d:%02d".formatted(second / 3600, second / 60 % 60);
  }

  private static String minute(long micros) {
    return MINUTE.format(Instant.ofEpochSecond(micros / 1_000_000));
  }
}
