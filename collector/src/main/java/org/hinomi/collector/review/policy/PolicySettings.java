package org.hinomi.collector.review.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.collector.review.Table;
import org.hinomi.core.settings.Section;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.settings.SettingsLoader;

/** {@code conf/review/policy.yaml}, which explains each key to the operator. */
public final class PolicySettings {
  /** What nobody wants to read in a log, where the policy names no words of its own. */
  public static final List<String> KEYWORDS =
      List.of(
          "fatal",
          "error",
          "panic",
          "critical",
          "emergency",
          "segfault",
          "out of memory",
          "corrupt",
          "致命的",
          "エラー",
          "異常",
          "障害",
          "失敗",
          "破損");

  /** Public holidays that are known. */
  private enum PublicHolidays {
    NONE,
    JAPAN
  }

  private static final Duration LONGEST = Duration.ofDays(3660);

  private PolicySettings() {}

  /** Reads a policy. */
  public static Policy load(Path file) throws SettingsException, IOException {
    Policy policy =
        new SettingsLoader(Map.of())
            .load(file, List.of(), top -> read(top, String.valueOf(file.getFileName()), ""));
    String sha256 = Table.sha256(Files.readString(file, StandardCharsets.UTF_8));
    return new Policy(
        policy.file(),
        sha256,
        policy.company(),
        policy.zone(),
        policy.calendar(),
        policy.second(),
        policy.grace(),
        policy.sources(),
        policy.keywords(),
        policy.thresholds());
  }

  /** Reads what the file says. */
  public static Policy read(Section top, String file, String sha256) {
    Set<String> names = new HashSet<>();
    List<RegisteredSource> sources = new ArrayList<>();
    for (Section section : top.sections("sources")) {
      sources.add(source(section, names));
    }
    if (sources.isEmpty()) {
      top.problem("sources", "none", "at least one; hinomi review init proposes them");
    }
    return new Policy(
        file,
        sha256,
        top.text("company").orElse(""),
        top.zone("zone").orElse(ZoneOffset.UTC),
        calendar(top.section("calendar")),
        new LinkedHashSet<>(top.oneOf("second-signature", Rhythm.class).list()),
        top.duration("grace", Duration.ofHours(1), LONGEST).orElse(Duration.ofDays(10)),
        sources,
        top.text("keywords")
            .where(word -> word.length() <= 60, "a word of at most 60 characters")
            .list(KEYWORDS),
        thresholds(top.section("thresholds")));
  }

  private static RegisteredSource source(Section s, Set<String> names) {
    String name = s.uniqueName("name", names);
    String operator = s.text("operator").orElse("");
    String reviewer = s.text("reviewer").required();
    if (!operator.isEmpty() && operator.equals(reviewer)) {
      s.problem("reviewer", reviewer, "somebody else than the operator");
    }
    List<Item> items = s.oneOf("items", Item.class).list(List.of(Item.TYPE, Item.TIME));
    return new RegisteredSource(
        name,
        s.text("title").orElse(name),
        s.text("hosts").oneOrMore(),
        s.text("logs").oneOrMore(),
        s.text("purpose").required(),
        Set.copyOf(items),
        s.text("owner").required(),
        operator,
        reviewer,
        s.oneOf("rhythm", Rhythm.class).orElse(Rhythm.MONTHLY),
        s.text("retention").optional(),
        s.oneOf("expected", Expected.class).orElse(Expected.EVERY_DAY),
        s.duration("quiet", Duration.ofMinutes(1), Duration.ofDays(1)).optional(),
        s.optionalSection("calendar").map(PolicySettings::calendar),
        s.bool("internet").orElse(false));
  }

  private static WorkingTime calendar(Section s) {
    List<DayOfWeek> days = new ArrayList<>();
    for (String text : s.text("days").list(List.of("mon", "tue", "wed", "thu", "fri"))) {
      day(text)
          .ifPresentOrElse(
              days::add, () -> s.problem("days", text, "mon, tue, wed, thu, fri, sat, sun"));
    }
    LocalTime from = time(s, "from", "09:00");
    LocalTime to = time(s, "to", "18:00");
    if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
      s.problem("to", to.toString(), "later than from; 00:00 for the end of the day");
    }
    Set<LocalDate> holidays = new LinkedHashSet<>();
    for (String text : s.text("holidays").list()) {
      try {
        holidays.add(LocalDate.parse(text));
      } catch (DateTimeException e) {
        s.problem("holidays", text, "a day such as 2026-11-23");
      }
    }
    return new WorkWeek(
        days.stream().collect(Collectors.toUnmodifiableSet()),
        from,
        to,
        holidays,
        s.oneOf("public-holidays", PublicHolidays.class).orElse(PublicHolidays.NONE)
            == PublicHolidays.JAPAN);
  }

  private static Optional<DayOfWeek> day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equals(text.toUpperCase(Locale.ROOT))) {
        return Optional.of(day);
      }
    }
    return Optional.empty();
  }

  private static LocalTime time(Section s, String key, String otherwise) {
    String text = s.text(key).orElse(otherwise);
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      s.problem(key, text, "a time such as 09:00");
      return LocalTime.parse(otherwise);
    }
  }

  private static Thresholds thresholds(Section s) {
    return new Thresholds(
        s.share("few").orElse(0.1),
        s.duration("skew", Duration.ofSeconds(1), LONGEST).orElse(Duration.ofMinutes(5)),
        s.number("outlier", 1, 1000).orElse(8.0),
        s.number("extreme", 1, 1000).orElse(6.0),
        s.number("change", 1, 1000).orElse(3.0),
        s.duration("baseline", Duration.ofDays(1), LONGEST).orElse(Duration.ofDays(90)),
        s.integer("failures", 1, 1_000_000).orElse(10L),
        s.share("full").orElse(0.9),
        s.duration("forecast", Duration.ofDays(1), LONGEST).orElse(Duration.ofDays(60)));
  }
}
