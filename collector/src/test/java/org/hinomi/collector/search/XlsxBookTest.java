package org.hinomi.collector.search;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class XlsxBookTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("day", Kind.TIME), new Column("events", Kind.NUMBER));

  private static Map<String, String> parts(byte[] workbook) throws Exception {
    Map<String, String> parts = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        assertThat(
                parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8)))
            .as(entry.getName())
            .isNull();
      }
    }
    return parts;
  }

  @Test
  void whatIsNoNumberForExcelIsText() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XlsxBook book = new XlsxBook(out, ZoneOffset.UTC)) {
      book.sheet(
          "n",
          List.of(new Column("n", Kind.NUMBER)),
          List.of(List.of(Double.NaN), List.of(1_234_567_890_123_456_789L), List.of(0.5)));
    }
    assertThat(parts(out.toByteArray()).get("xl/worksheets/sheet1.xml"))
        .contains("<t>NaN</t>", "<t>1234567890123456789</t>", "<v>0.5</v>");
  }

  /** A spreadsheet sorts and draws days only where they are dates; a single text makes none. */
  @Test
  void aColumnOfDaysIsOneOfDates() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XlsxBook book = new XlsxBook(out, ZoneOffset.UTC)) {
      book.sheet(
          "d",
          List.of(new Column("day", Kind.TEXT), new Column("text", Kind.TEXT)),
          List.of(
              List.of("2026-10-01", "2026-10-01"),
              List.of("", "2026-10-01 is a day"),
              List.of("2026-10-31", "2026-02-30")));
    }
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
      List<Row> rows = book.getFirstSheet().read();
      assertThat(rows.get(1).getCellAsDate(0))
          .contains(LocalDateTime.of(2026, Month.OCTOBER, 1, 0, 0));
      assertThat(rows.get(3).getCellAsDate(0))
          .contains(LocalDateTime.of(2026, Month.OCTOBER, 31, 0, 0));
      assertThat(rows.get(1).getCellText(1)).isEqualTo("2026-10-01");
      assertThat(rows.get(3).getCellText(1)).isEqualTo("2026-02-30");
    }
    assertThat(parts(out.toByteArray()).get("xl/styles.xml")).contains("\"yyyy-mm-dd\"");
  }

  @Test
  void sheetsPrintOnA4WithAllColumnsBesideEachOther() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XlsxBook book = new XlsxBook(out, ZoneOffset.UTC)) {
      book.sheet("n", COLUMNS, List.of(List.of(0L, 1L)));
    }
    assertThat(parts(out.toByteArray()).get("xl/worksheets/sheet1.xml"))
        .contains("orientation=\"landscape\"", "paperSize=\"9\"", "fitToWidth=\"1\"")
        .contains("fitToHeight=\"0\"", "fitToPage=\"true\"");
    assertThat(parts(out.toByteArray()).get("xl/workbook.xml")).contains("_xlnm.Print_Titles");
  }

  @Test
  void aTitleMayHoldAnything() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XlsxBook book = new XlsxBook(out, ZoneOffset.UTC)) {
      book.chart(
          "c",
          COLUMNS,
          List.of(List.of(0L, 1L)),
          new XlsxChart(XlsxChart.Kind.LINES, "<a>\u0001\uffff&", 0, List.of(1), 1));
    }
    assertThat(
            xml(parts(out.toByteArray()).get("xl/charts/chart1.xml"))
                .getElementsByTagName("a:t")
                .item(0)
                .getTextContent())
        .isEqualTo("<a>  &");
  }

  private static Document xml(@Nullable String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                requireNonNull(text, "no such part").getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] workbook() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XlsxBook book = new XlsxBook(out, ZoneOffset.UTC)) {
      book.sheet("plain", COLUMNS, List.of());
      book.heatMap(
          "heat",
          List.of(new Column("d", Kind.TEXT), new Column("0", Kind.WHOLE)),
          List.of(List.of("月", 5L), List.of("火", 7L)));
      for (XlsxChart.Kind kind : XlsxChart.Kind.values()) {
        book.chart(
            "グラフ <" + kind + "> & 'x'",
            COLUMNS,
            List.of(List.of(0L, 1.0), List.of(86_400_000_000L, 2.0)),
            new XlsxChart(kind, "日ごとの件数 <&>", 0, List.of(1), 2));
      }
    }
    return out.toByteArray();
  }

  @Test
  void chartsAreOfCellsThatThereAre() throws Exception {
    byte[] workbook = workbook();
    Map<String, String> parts = parts(workbook);
    NodeList sheets = xml(parts.get("xl/workbook.xml")).getElementsByTagNameNS("*", "sheet");
    for (int number = 1; number <= 3; number++) {
      int sheet = number + 2;
      assertThat(parts.get("xl/worksheets/_rels/sheet" + sheet + ".xml.rels"))
          .contains("../drawings/drawing" + number + ".xml");
      assertThat(parts.get("xl/drawings/_rels/drawing" + number + ".xml.rels"))
          .contains("../charts/chart" + number + ".xml");
      xml(parts.get("xl/drawings/drawing" + number + ".xml"));
      NodeList ranges =
          xml(parts.get("xl/charts/chart" + number + ".xml")).getElementsByTagNameNS("*", "f");
      String name = ((Element) sheets.item(sheet - 1)).getAttribute("name");
      assertThat(ranges.getLength()).isEqualTo(3);
      assertThat(ranges.item(1).getTextContent())
          .isEqualTo("'" + name.replace("'", "''") + "'!$A$2:$A$3");
      assertThat(ranges.item(2).getTextContent()).endsWith("!$B$2:$B$3");
      Document worksheet = xml(parts.get("xl/worksheets/sheet" + sheet + ".xml"));
      assertThat(worksheet.getDocumentElement().getLastChild().getLocalName()).isEqualTo("drawing");
      assertThat(parts.get("[Content_Types].xml"))
          .contains("/xl/drawings/drawing" + number + ".xml", "/xl/charts/chart" + number + ".xml");
    }
    assertThat(parts).doesNotContainKey("xl/worksheets/_rels/sheet1.xml.rels");
    xml(parts.get("[Content_Types].xml"));
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
      assertThat(book.getSheets().count()).isEqualTo(5);
    }
  }

  @Test
  void coloursStandBehindTheCells() throws Exception {
    Document sheet = xml(parts(workbook()).get("xl/worksheets/sheet2.xml"));
    Element data = (Element) sheet.getElementsByTagNameNS("*", "sheetData").item(0);
    Element colours = (Element) data.getNextSibling();
    assertThat(colours.getLocalName()).isEqualTo("conditionalFormatting");
    assertThat(colours.getAttribute("sqref")).isEqualTo("B2:B3");
  }

  @Test
  void columnsAreNamedAsWorkbooksDo() {
    assertThat(List.of(0, 25, 26, 51, 52, 701, 702))
        .extracting(XlsxDrawing::column)
        .containsExactly("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA");
  }
}
