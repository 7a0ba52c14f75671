package org.hinomi.collector.app;

import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.review.policy.Rhythm;
import org.hinomi.collector.review.report.ReviewFormat;
import org.hinomi.core.settings.Section;
import org.hinomi.core.text.Language;

/**
 * A report of the log review that is mailed when its period is over.
 *
 * @param name names it, for what was sent already
 * @param rhythm of its periods; not {@link Rhythm#INCIDENT}
 * @param at on the day after the period, by the clock of the policy's zone
 * @param channel name of a mail channel
 * @param people who get it, by their ids
 * @param rotas of each, who is on duty then
 * @param formats of what is attached
 * @param language empty: that of each who gets it
 * @param largest bytes of all that is attached; what is larger is left out
 */
public record ReportSettings(
    String name,
    Rhythm rhythm,
    LocalTime at,
    String channel,
    List<String> people,
    List<String> rotas,
    List<ReviewFormat> formats,
    Optional<Language> language,
    long largest) {
  private static final long KIB = 1024;
  private static final LocalTime MORNING = LocalTime.of(8, 0);

  /** Mail servers mostly take 10 MB and more, in which a third is for the encoding. */
  private static final long LARGEST = 7 * KIB * KIB;

  public ReportSettings {
    people = List.copyOf(people);
    rotas = List.copyOf(rotas);
    formats = List.copyOf(formats);
  }

  /**
   * Reads one.
   *
   * @param names taken by others
   * @param mail names of the mail channels
   */
  static ReportSettings read(Section s, Set<String> names, Set<String> mail) {
    return new ReportSettings(
        s.uniqueName("name", names),
        s.oneOf("rhythm", Rhythm.class)
            .where(rhythm -> rhythm != Rhythm.INCIDENT, "daily, weekly, monthly")
            .required(),
        s.text("at")
            .where(text -> text.matches("([01]\\d|2[0-3]):[0-5]\\d"), "a time such as \"08:00\"")
            .optional()
            .map(LocalTime::parse)
            .orElse(MORNING),
        s.text("channel")
            .where(mail::contains, "the name of a mail channel under notify")
            .required(),
        s.text("people").list(),
        s.text("rotas").list(),
        s.oneOf("formats", ReviewFormat.class)
            .where(
                format -> format != ReviewFormat.JSON && format != ReviewFormat.CSV,
                "pdf, xlsx, html")
            .list(List.of(ReviewFormat.PDF, ReviewFormat.XLSX)),
        s.oneOf("language", Language.class).optional(),
        s.size("largest", 64 * KIB, 100 * KIB * KIB).orElse(LARGEST));
  }
}
