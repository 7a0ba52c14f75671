package org.hinomi.collector.review.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Set;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.statistics.CapacityCheck;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/** The words of a report in one language, and values as people read them. Immutable. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** Columns of codes, which have words. */
  private static final Set<String> CODES = Set.of("kind", "metric");

  private final Language language;
  private final Messages texts;
  private final ZoneId zone;

  Words(Language language, ZoneId zone) {
    this.language = language;
    this.texts = Messages.of(Observation.class, language);
    this.zone = zone;
  }

  Language language() {
    return language;
  }

  String get(String key, Object... values) {
    return texts.get(key, values);
  }

  /** The name of a table, a check or a column; the id itself where it has no name. */
  String name(String kind, String id) {
    try {
      return texts.get(kind + "." + id);
    } catch (MissingResourceException e) {
      return id;
    }
  }

  /** What a report is called. */
  String title(ReviewView view) {
    return view.isDraft()
        ? get("report.title.draft", view.result().period())
        : get("report.title", view.review().id());
  }

  /** Names in a row; of those beyond {@code most} only their number. */
  String several(List<String> names, int most) {
    String first = String.join(get("words.comma"), names.subList(0, Math.min(most, names.size())));
    return names.size() <= most ? first : get("words.and-more", first, names.size() - most);
  }

  String observation(String kind, List<String> arguments) {
    return Observation.text(kind, arguments, language);
  }

  /** The title of a plot of a metric. */
  String chart(String metric) {
    return get("report.chart-capacity")
        + ": "
        + Observation.word(texts, metric)
        + " ("
        + Scale.of(metric).unit()
        + ")";
  }

  /** A value of a table. Local hours stand in columns of times as they are. */
  String value(@Nullable Object cell, Column column) {
    return switch (cell) {
      case null -> "";
      case Long micros when column.kind() == Kind.TIME ->
          TIME.format(
              Instant.EPOCH
                  .plus(micros, ChronoUnit.MICROS)
                  .atZone(isLocal(column) ? ZoneOffset.UTC : zone));
      case Boolean truth -> Observation.word(texts, truth.toString());
      case Long number -> grouped(number);
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          grouped(number.longValue());
      case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number).toPlainString();
      case String code when CODES.contains(column.name()) -> Observation.word(texts, code);
      case String attributes when column.name().equals("attributes") ->
          CapacityCheck.place(attributes);
      default -> cell.toString();
    };
  }

  /** A value of a table; of a local hour, the moment at which the clock on the wall showed it. */
  @Nullable Object moment(@Nullable Object cell, Column column) {
    if (cell instanceof Long micros && column.kind() == Kind.TIME && isLocal(column)) {
      LocalDateTime wall =
          LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0, ZoneOffset.UTC);
      return wall.atZone(zone).toEpochSecond() * 1_000_000L;
    }
    return cell;
  }

  /** Columns whose times are the clock on the wall already. */
  private static boolean isLocal(Column column) {
    return column.name().equals("hour");
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  String moment(String iso) {
    return TIME.format(Instant.parse(iso).atZone(zone));
  }

  /** Text in HTML. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        default -> safe.append(isText(text, i) ? c : '\uFFFD');
      }
    }
    return safe.toString();
  }

  /** What XML 1.0 (§2.2) takes; half of a pair alone is none. */
  private static boolean isText(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return (c >= ' ' || c == '\n' || c == '\t') && c < '\uFFFE';
  }
}
