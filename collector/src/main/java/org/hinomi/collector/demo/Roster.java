package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Who works when in the month: what the attendance table says, and what truly was. They are the
 * same but for what is planted.
 */
final class Roster {
  /** How somebody spends a day. */
  enum Kind {
    OFFICE("出勤"),
    HOME("在宅勤務"),
    PAID_LEAVE("有給休暇"),
    DAY_OFF("公休");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    boolean works() {
      return this == OFFICE || this == HOME;
    }
  }

  /**
   * A day of somebody.
   *
   * @param in second of the day; 0 where there is no work
   * @param out second of the day
   */
  record Shift(Kind kind, int in, int out) {
    static final Shift NONE = new Shift(Kind.DAY_OFF, 0, 0);
  }

  private static final int HOME_DAY_OF_FIVE = 5;

  private final Map<Person, Map<LocalDate, Shift>> shifts = new LinkedHashMap<>();
  private final Person leaver;
  private final LocalDate lastDay;

  private Roster(Person leaver, LocalDate lastDay) {
    this.leaver = leaver;
    this.lastDay = lastDay;
  }

  static Roster make(Company company) {
    RandomGenerator random = company.chance().of("roster", 0);
    List<Person> sales = company.of(Department.SALES);
    // The middle of the month is when the last day of work is.
    List<LocalDate> days = company.workingDays();
    Roster roster =
        new Roster(
            sales.get(1 + 3 * random.nextInt(2)),
            days.get(Math.min(days.size() - 8, days.size() / 2)));
    for (Person person : company.people()) {
      Map<LocalDate, Shift> month = new HashMap<>();
      RandomGenerator own = company.chance().of("shift", person.number());
      // Everyone has one or two days of leave, and who may works at home on a day of the week.
      int leave = own.nextInt(days.size());
      int homeDay = own.nextInt(HOME_DAY_OF_FIVE);
      for (int i = 0; i < days.size(); i++) {
        LocalDate day = days.get(i);
        int in = Company.at(8, 45) + (int) Math.clamp(own.nextGaussian() * 480, -1500, 840);
        int out = Company.at(18, 5) + (int) Math.min(Chance.skewed(own, 2700), 9000);
        Kind kind =
            i == leave
                ? Kind.PAID_LEAVE
                : person.telework() && i % HOME_DAY_OF_FIVE == homeDay ? Kind.HOME : Kind.OFFICE;
        month.put(day, kind == Kind.PAID_LEAVE ? new Shift(kind, 0, 0) : new Shift(kind, in, out));
      }
      roster.shifts.put(person, month);
    }
    return roster;
  }

  Shift of(Person person, LocalDate day) {
    if (hasLeft(person, day)) {
      return Shift.NONE;
    }
    return shifts.getOrDefault(person, Map.of()).getOrDefault(day, Shift.NONE);
  }

  Person leaver() {
    return leaver;
  }

  /** The last day of who leaves. */
  LocalDate lastDay() {
    return lastDay;
  }

  boolean hasLeft(Person person, LocalDate day) {
    return person.equals(leaver) && day.isAfter(lastDay);
  }

  /** Days of somebody that are of a kind. */
  List<LocalDate> days(Person person, Kind kind) {
    return shifts.getOrDefault(person, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue().kind() == kind && !hasLeft(person, entry.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
