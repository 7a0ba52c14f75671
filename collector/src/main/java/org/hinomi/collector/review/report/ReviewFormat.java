package org.hinomi.collector.review.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hinomi.collector.search.WrongQuestion;

/** The forms that a report exists in. */
public enum ReviewFormat {
  HTML("text/html; charset=utf-8"),
  JSON("application/json"),
  /** One table, or the findings. */
  CSV("text/csv; charset=utf-8"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final String mediaType;

  ReviewFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The format of this name. */
  public static ReviewFormat of(String name) {
    return Arrays.stream(values())
        .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongQuestion(
                    "format",
                    name,
                    Arrays.stream(values())
                        .map(format -> format.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))));
  }
}
