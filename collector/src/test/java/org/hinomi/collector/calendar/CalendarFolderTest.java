package org.hinomi.collector.calendar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.calendar.Moment.Kind;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalendarFolderTest {
  private static final String OFFICE =
      """
      zone: Asia/Tokyo
      working:
        - {days: mon-fri, from: "08:30", to: "18:00"}
        - {name: night, days: [mon-thu], from: "22:00", to: "06:00"}
        - {name: guards, days: [sun], from: "00:00", to: "24:00", on-holidays: true}
      public-holidays: japan
      """;

  @TempDir Path folder;

  private CalendarFolder folder(String name, String yaml) throws IOException {
    Files.writeString(folder.resolve(name), yaml);
    return CalendarFolder.read(folder, Map.of());
  }

  private Calendar calendar(String yaml) throws IOException {
    CalendarFolder read = folder("office.yaml", yaml);
    assertThat(read.refused()).isEmpty();
    return read.calendars().of("office");
  }

  private static Moment at(Calendar calendar, String local) {
    return calendar.at(LocalDateTime.parse(local).atZone(calendar.zone()).toInstant());
  }

  private String problem(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.yaml"), yaml);
    return String.join(
        "\n",
        new SettingsLoader(Map.of())
            .check(file, CalendarSettings::check).stream()
                .map(ConfigProblem::toString)
                .map(text -> text.substring(text.indexOf("wrong.yaml")))
                .toList());
  }

  @Test
  void tellsWorkingHoursFromNightsAndHolidays() throws IOException {
    Calendar office = calendar(OFFICE);
    assertThat(at(office, "2026-11-27T08:29").kind()).isEqualTo(Kind.OFF_HOURS);
    assertThat(at(office, "2026-11-27T08:30").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-11-27T17:59").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-11-27T18:00").kind()).isEqualTo(Kind.OFF_HOURS);
    assertThat(at(office, "2026-11-28T10:00").kind()).isEqualTo(Kind.OFF_HOURS);
    Moment thanksgiving = at(office, "2026-11-23T10:00");
    assertThat(thanksgiving.kind()).isEqualTo(Kind.HOLIDAY);
    assertThat(thanksgiving.holiday()).contains("勤労感謝の日");
    assertThat(thanksgiving.working()).isFalse();
  }

  @Test
  void aShiftBelongsToTheDayOnWhichItBegins() throws IOException {
    Calendar office = calendar(OFFICE);
    assertThat(at(office, "2026-11-24T23:00"))
        .isEqualTo(new Moment(Kind.WORKING, "night", Optional.empty(), java.util.List.of()));
    assertThat(at(office, "2026-11-25T05:59").shift()).isEqualTo("night");
    assertThat(at(office, "2026-11-25T06:00").kind()).isEqualTo(Kind.OFF_HOURS);
    // Monday the 23rd is a holiday: nobody begins, so nobody is there on Tuesday morning.
    assertThat(at(office, "2026-11-24T03:00").kind()).isEqualTo(Kind.OFF_HOURS);
    // Thursday's night ends on Friday morning; Friday has none.
    assertThat(at(office, "2026-11-27T03:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-11-28T03:00").kind()).isEqualTo(Kind.OFF_HOURS);
    assertThat(at(office, "2026-05-03T23:59").shift()).isEqualTo("guards");
    assertThat(at(office, "2026-05-03T23:59").holiday()).contains("憲法記念日");
  }

  @Test
  void companyDaysGoBeforeWeekAndLaw() throws IOException {
    Calendar office =
        calendar(
            OFFICE
                + """
                company-days:
                  closed: [2026-12-29..2027-01-04]
                  worked: [2026-11-28, 2026-11-23]
                """);
    assertThat(at(office, "2026-12-29T10:00").holiday()).isPresent();
    assertThat(at(office, "2027-01-04T10:00").kind()).isEqualTo(Kind.HOLIDAY);
    assertThat(at(office, "2027-01-05T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-11-28T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-11-28T20:00").kind()).isEqualTo(Kind.OFF_HOURS);
    assertThat(at(office, "2026-11-23T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(office.holidayOn(LocalDate.of(2026, 11, 23))).isEmpty();
  }

  @Test
  void readsCompanyDaysFromAnICalendarFile() throws IOException {
    Files.writeString(
        folder.resolve("company.ics"),
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Example//Calendar//EN
        BEGIN:VEVENT
        UID:1
        SUMMARY:夏季休業
        DTSTART;VALUE=DATE:20260813
        DTEND;VALUE=DATE:20260815
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        SUMMARY:創立記念日
        DTSTART;VALUE=DATE:20240401
        RRULE:FREQ=YEARLY
        END:VEVENT
        BEGIN:VEVENT
        UID:3
        SUMMARY:Inventory
        CATEGORIES:WORKING
        DTSTART;VALUE=DATE:20261003
        END:VEVENT
        BEGIN:VEVENT
        UID:4
        SUMMARY:A meeting closes nothing
        DTSTART:20261005T100000
        DTEND:20261005T110000
        END:VEVENT
        END:VCALENDAR
        """
            .replace("\n", "\r\n"));
    Calendar office = calendar(OFFICE + "company-days: {file: company.ics}\n");
    assertThat(at(office, "2026-08-13T10:00").holiday()).contains("夏季休業");
    assertThat(at(office, "2026-08-14T10:00").holiday()).contains("夏季休業");
    assertThat(at(office, "2026-08-12T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2027-04-01T10:00").holiday()).contains("創立記念日");
    assertThat(at(office, "2026-10-03T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-10-05T10:00").kind()).isEqualTo(Kind.WORKING);
  }

  @Test
  void daysOfANamedZoneAreTheDatesThatAreWritten() throws IOException {
    Files.writeString(
        folder.resolve("company.ics"),
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:x
        BEGIN:VTIMEZONE
        TZID:East
        BEGIN:STANDARD
        DTSTART:19700101T000000
        TZOFFSETFROM:+1400
        TZOFFSETTO:+1400
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VTIMEZONE
        TZID:West
        BEGIN:STANDARD
        DTSTART:19700101T000000
        TZOFFSETFROM:-1100
        TZOFFSETTO:-1100
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:1
        SUMMARY:east
        DTSTART;TZID=East:20260813T000000
        DTEND;TZID=East:20260814T000000
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        SUMMARY:west
        DTSTART;TZID=West:20260818T000000
        DTEND;TZID=West:20260819T000000
        END:VEVENT
        END:VCALENDAR
        """
            .replace("\n", "\r\n"));
    Calendar office = calendar(OFFICE + "company-days: {file: company.ics}\n");
    assertThat(at(office, "2026-08-12T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-08-13T10:00").holiday()).contains("east");
    assertThat(at(office, "2026-08-17T10:00").kind()).isEqualTo(Kind.WORKING);
    assertThat(at(office, "2026-08-18T10:00").holiday()).contains("west");
    assertThat(at(office, "2026-08-19T10:00").kind()).isEqualTo(Kind.WORKING);
  }

  @Test
  void saysWhatIsWrongInAnICalendarFile() throws IOException {
    Files.writeString(
        folder.resolve("company.ics"),
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:2026\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assertThat(problem(OFFICE + "company-days: {file: company.ics}\n"))
        .contains("wrong.yaml:7: company-days.file: ", "company.ics:3: ");
    Files.writeString(folder.resolve("company.ics"), "not at all\r\n");
    assertThat(problem(OFFICE + "company-days: {file: company.ics}\n"))
        .contains("wrong.yaml:7: company-days.file: ");
  }

  @Test
  void aZoneThatAnICalendarFileDoesNotDescribeIsSaidWithoutALine() throws IOException {
    Files.writeString(
        folder.resolve("company.ics"),
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Asia/Tokyo:20260813T000000\r\n"
            + "END:VEVENT\r\nEND:VCALENDAR\r\n");
    assertThat(problem(OFFICE + "company-days: {file: company.ics}\n"))
        .contains("company.ics: No VTIMEZONE");
  }

  @Test
  void maintenanceMarksWhateverElseTheTimeIs() throws IOException {
    Calendar office =
        calendar(
            OFFICE
                + """
                maintenance:
                  - {name: move, from: 2026-11-27T20:00, to: 2026-11-28T06:00}
                  - {name: patch day, every: 3rd sun, at: "23:00", for: 4h}
                  - {name: backup, every: [x], at: "01:00", for: 10m}
                """
                    .replace("[x]", "last day"));
    assertThat(at(office, "2026-11-27T19:59").maintenance()).isEmpty();
    assertThat(at(office, "2026-11-27T20:00").maintenance()).containsExactly("move");
    assertThat(at(office, "2026-11-28T05:59").inMaintenance()).isTrue();
    assertThat(at(office, "2026-11-28T06:00").inMaintenance()).isFalse();
    assertThat(at(office, "2026-11-15T23:00").maintenance()).containsExactly("patch day");
    assertThat(at(office, "2026-11-16T02:59").maintenance()).containsExactly("patch day");
    assertThat(at(office, "2026-11-16T03:00").maintenance()).isEmpty();
    assertThat(at(office, "2026-11-22T23:30").maintenance()).isEmpty();
    assertThat(at(office, "2026-11-30T01:05").maintenance()).containsExactly("backup");
  }

  @Test
  void maintenanceOfSomeHostsIsNotThatOfTheGroup() throws IOException {
    Files.writeString(folder.resolve("a-db.yaml"), "hosts: [db*]\n" + OFFICE);
    CalendarFolder read =
        folder(
            "office.yaml",
            OFFICE
                + "maintenance: [{name: web, hosts: [WEB*], from: 2026-11-27T20:00,"
                + " to: 2026-11-28T06:00}]\n");
    assertThat(read.refused()).isEmpty();
    assertThat(read.calendars().names()).containsExactly("a-db", "office");
    assertThat(at(read.calendars().ofHost("web1"), "2026-11-27T21:00").maintenance())
        .containsExactly("web");
    assertThat(at(read.calendars().ofHost("fs1"), "2026-11-27T21:00").inMaintenance()).isFalse();
    assertThat(at(read.calendars().of("office"), "2026-11-27T21:00").inMaintenance()).isFalse();
    assertThat(read.calendars().ofHost("DB7").name()).isEqualTo("a-db");
    assertThat(read.calendars().of("no such group").name()).isEqualTo("office");
  }

  @Test
  void aWrongCalendarDisablesOnlyItself() throws IOException {
    Files.writeString(folder.resolve("broken.yaml"), "zone: Mars/Olympus\n");
    Files.writeString(folder.resolve("second.yaml"), OFFICE);
    CalendarFolder read = folder("office.yaml", OFFICE);
    assertThat(read.calendars().names()).containsExactly("office");
    assertThat(read.refused())
        .anyMatch(text -> text.contains("broken.yaml:1: zone: Mars/Olympus"))
        .anyMatch(text -> text.contains("second.yaml:1: hosts: missing"));
  }

  @Test
  void withoutACalendarPeopleAlwaysWork() {
    assertThat(at(Calendars.NONE.ofHost("fs01"), "2026-11-28T03:00")).isEqualTo(Moment.WORKING);
  }

  @Test
  void hoursAreThoseOfTheZoneWhenClocksChange() throws IOException {
    Calendar berlin =
        calendar(
            """
            zone: Europe/Berlin
            working: [{days: day, from: "08:00", to: "16:00"}]
            maintenance: [{name: m, every: sun, at: "02:30", for: 1h}]
            """);
    assertThat(berlin.at(java.time.Instant.parse("2026-10-24T06:00:00Z")).working()).isTrue();
    assertThat(berlin.at(java.time.Instant.parse("2026-10-25T06:00:00Z")).working()).isFalse();
    assertThat(berlin.at(java.time.Instant.parse("2026-10-25T07:00:00Z")).working()).isTrue();
    // The clocks leave 02:30 out on this day: it begins at 03:30 and lasts its hour.
    assertThat(at(berlin, "2026-03-29T03:29").inMaintenance()).isFalse();
    assertThat(at(berlin, "2026-03-29T04:29").inMaintenance()).isTrue();
    assertThat(ZoneId.of("Europe/Berlin")).isEqualTo(berlin.zone());
  }

  @Test
  void saysWhereAndWhyACalendarIsImpossible() throws IOException {
    String start = "zone: Asia/Tokyo\nworking: [{days: mon, from: \"08:00\", to: \"17:00\"}]\n";
    assertThat(problem("zone: Asia/Tokyo\n"))
        .isEqualTo(
            "wrong.yaml:1: working: missing (expected at least one entry with days, from and to)");
    assertThat(problem("working: [{days: [moon], from: \"25:00\", to: \"08:00\"}]\n"))
        .contains("zone: missing")
        .contains("wrong.yaml:1: working[0].days[0]: moon (expected days as mon, mon-fri")
        .contains("wrong.yaml:1: working[0].from: 25:00 (expected a time of day");
    assertThat(problem(start + "company-days: {closed: [2026-02-30]}\n"))
        .startsWith("wrong.yaml:3: company-days.closed[0]: 2026-02-30 (expected a date");
    assertThat(problem(start + "company-days: {closed: [2026-02-03], worked: [2026-02-03]}\n"))
        .contains("wrong.yaml:3: company-days.worked: 2026-02-03");
    assertThat(problem(start + "maintenance: [{name: m, every: day, at: \"01:00\", for: 24h}]\n"))
        .contains("wrong.yaml:3: maintenance[0].for: as long as from one to the next");
    assertThat(
            problem(start + "maintenance: [{name: m, every: 6th sun, at: \"01:00\", for: 1h}]\n"))
        .contains("wrong.yaml:3: maintenance[0].every: 6th sun");
    assertThat(
            problem(
                start + "maintenance: [{name: m, from: 2026-12-05T20:00, to: 2026-12-05T19:00}]\n"))
        .contains("maintenance[0].to: 2026-12-05T19:00 (expected later than from");
    assertThat(problem(start + "maintenance: [{name: m, at: \"01:00\"}]\n"))
        .contains("maintenance[0]: incomplete (expected one of the keys from, every)");
    assertThat(problem(start + "public-holidays: germany\n"))
        .contains("wrong.yaml:3: public-holidays: germany");
    assertThat(problem(start + "holidays: []\n")).contains("unknown key");
  }

  @Test
  void whatShipsIsRight() {
    Path shipped = Path.of("").toAbsolutePath();
    while (!Files.exists(shipped.resolve("conf/calendars/office.yaml"))) {
      shipped = requireNonNull(shipped.getParent());
    }
    assertThat(
            new SettingsLoader(Map.of())
                .check(shipped.resolve("conf/calendars/office.yaml"), CalendarSettings::check))
        .isEmpty();
  }
}
