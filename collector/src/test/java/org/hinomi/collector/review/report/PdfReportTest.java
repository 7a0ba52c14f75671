package org.hinomi.collector.review.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.hinomi.collector.app.ReviewFolder;
import org.hinomi.collector.review.ReviewMonth;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report on paper, read back. */
class PdfReportTest {
  /** A4 in points. */
  private static final float WIDTH = 595.28f;

  private static final float HEIGHT = 841.89f;

  @TempDir static Path data;

  @BeforeAll
  static void review() throws Exception {
    String policy = Files.readString(ReviewMonth.makeRead(data));
    ask(Action.START, policy, Language.EN, "period", "2026-11", "by", "sato");
  }

  private static byte[] ask(Action action, String body, Language language, String... values)
      throws Exception {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i], values[i + 1]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReviewFolder.answer(
        data, ReviewMonth.CLOCK, action, map, body, language, (check, number, of) -> {}, out);
    return out.toByteArray();
  }

  private static PDDocument pdf(Language language, String... values) throws Exception {
    List<String> all = new ArrayList<>(List.of("format", "pdf"));
    all.addAll(List.of(values));
    return Loader.loadPDF(ask(Action.SHOW, "", language, all.toArray(String[]::new)));
  }

  private static String text(PDDocument pdf, int page) throws IOException {
    PDFTextStripper stripper = new PDFTextStripper();
    stripper.setSortByPosition(true);
    stripper.setStartPage(page);
    stripper.setEndPage(page);
    return stripper.getText(pdf);
  }

  @Test
  void theSummaryIsOnePageInBothLanguages() throws Exception {
    try (PDDocument pdf = pdf(Language.JA)) {
      assertThat(text(pdf, 1)).contains("ログレビュー 2026-11", "見本商事", "まとめ", "前回からの変化", "署名", "未署名");
      assertThat(text(pdf, 2)).contains("指摘", "F-1").doesNotContain("まとめ");
    }
    try (PDDocument pdf = pdf(Language.EN)) {
      assertThat(text(pdf, 1))
          .contains("Log review 2026-11", "In short", "What changed since the last time", "sato");
      assertThat(text(pdf, 2)).contains("Findings", "F-1").doesNotContain("In short");
    }
  }

  /** Whoever copies or looks for text gets the characters that were meant, not their likes. */
  @Test
  void textsAreThoseOfTheReport() throws Exception {
    try (PDDocument pdf = pdf(Language.JA)) {
      String all = new PDFTextStripper().getText(pdf);
      assertThat(all).contains("C・I・A", "2026-11-01 – 2026-11-30");
      assertThat(all).doesNotContain("\u2012", "\u2027", "\u2035");
    }
  }

  @Test
  void everyPageIsA4WithHeadAndNumberAndNothingOutside() throws Exception {
    try (PDDocument pdf = pdf(Language.JA)) {
      int pages = pdf.getNumberOfPages();
      for (int page = 1; page <= pages; page++) {
        assertThat(pdf.getPage(page - 1).getMediaBox().getWidth()).isBetween(WIDTH - 1, WIDTH + 1);
        assertThat(pdf.getPage(page - 1).getMediaBox().getHeight())
            .isBetween(HEIGHT - 1, HEIGHT + 1);
        assertThat(text(pdf, page)).contains("ログレビュー 2026-11", page + " / " + pages);
      }
      Bounds bounds = new Bounds();
      bounds.getText(pdf);
      assertThat(bounds.outside).isEmpty();
    }
  }

  /** What stands outside of the margins. */
  private static final class Bounds extends PDFTextStripper {
    private static final float MARGIN = 33;
    private final List<String> outside = new ArrayList<>();

    @Override
    protected void writeString(String text, List<TextPosition> positions) {
      for (TextPosition each : positions) {
        if (each.getX() < MARGIN || each.getX() + each.getWidth() > WIDTH - MARGIN) {
          outside.add(getCurrentPageNo() + ": " + text);
          return;
        }
      }
    }
  }

  @Test
  void itsFontComesWithIt() throws Exception {
    try (PDDocument pdf = pdf(Language.JA)) {
      for (PDPage page : pdf.getPages()) {
        for (COSName name : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
          assertThat(page.getResources().getFont(name).getName()).contains("NotoSansJP");
        }
      }
    }
  }

  @Test
  void saysOnWhichPageWhatIsAskedIsAnswered() throws Exception {
    try (PDDocument pdf = pdf(Language.EN)) {
      String all = new PDFTextStripper().getText(pdf);
      Matcher clocks = Pattern.compile("Clocks p\\. ?(\\d+)").matcher(all);
      assertThat(clocks.find()).isTrue();
      assertThat(text(pdf, Integer.parseInt(clocks.group(1))))
          .contains("Difference of time in the record and time of receipt");
    }
  }

  @Test
  void aPeriodThatNobodyReviewsHasAReportToo() throws Exception {
    try (PDDocument pdf = pdf(Language.JA, "period", "2026-11-20")) {
      assertThat(text(pdf, 1)).contains("ログの要約 2026-11-20", "まだ始められていません");
    }
    assertThat(new String(ask(Action.LIST, "", Language.EN), StandardCharsets.UTF_8))
        .doesNotContain("2026-11-20");
  }
}
