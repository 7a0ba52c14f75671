package org.hinomi.collector.review.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.text.Language;

/** The forms that a report exists in. */
public enum ReviewFormat {
  HTML("text/html; charset=utf-8"),
  JSON("application/json"),
  /** One table, or the findings. */
  CSV("text/csv; charset=utf-8"),
  PDF("application/pdf"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final String mediaType;

  ReviewFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /**
   * Writes a report.
   *
   * @param table of {@link #CSV}: its id; empty: the findings
   */
  void write(ReviewView view, Language language, String table, OutputStream out)
      throws IOException {
    switch (this) {
      case HTML -> text(HtmlReport.write(view, language), out);
      case JSON -> text(JsonReport.write(view, language), out);
      case CSV -> text(SheetReport.csv(view, table, language), out);
      case PDF -> PdfReport.write(view, language, out);
      case XLSX -> SheetReport.xlsx(view, language, out);
    }
  }

  private static void text(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
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
