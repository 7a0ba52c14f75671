package org.hinomi.collector.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sheets read back by other means than what wrote them. */
class SheetTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("at", Kind.TIME),
          new Column("n", Kind.WHOLE),
          new Column("x", Kind.NUMBER),
          new Column("text", Kind.TEXT));

  @TempDir private Path folder;

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    List<@Nullable Object> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell);
    }
    return row;
  }

  private Map<String, String> xlsx(int maxRows, List<List<@Nullable Object>> rows)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XlsxSheet sheet = new XlsxSheet(out, ZoneId.of("Asia/Tokyo"), maxRows)) {
      sheet.head(COLUMNS);
      for (List<@Nullable Object> row : rows) {
        sheet.row(row);
      }
      sheet.end();
    }
    Map<String, String> files = new TreeMap<>();
    try (ZipFile zip =
        new ZipFile(Files.write(folder.resolve("a.xlsx"), out.toByteArray()).toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] xml = zip.getInputStream(entry).readAllBytes();
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml));
        files.put(entry.getName(), new String(xml, StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void writesTypesOfExcelAndNeverAFormula() throws Exception {
    Map<String, String> files =
        xlsx(
            100,
            List.of(
                row(new RowOutput.Moment(1_795_392_000_123_456L), 7L, 0.5, "=cmd|' /C calc'!A0"),
                row(null, 1_234_567_890_123_456L, Double.NaN, "a\u0007b <&> _x0041_ \ud800 漢字"),
                row(null, true, new BigDecimal("1.25"), "-1")));
    String sheet = files.getOrDefault("xl/worksheets/sheet1.xml", "");
    assertThat(sheet)
        .doesNotContain("<f>")
        .contains("=cmd|")
        .contains("<v>0.5</v>")
        .contains("<v>1.25</v>")
        .contains(">1234567890123456<")
        .contains("a_x0007_b &lt;&amp;&gt; _x005F_x0041_ _xD800_ &#x6f22;&#x5b57;")
        // 2026-11-23T09:00:00.123 in Tokyo: days since 1899-12-30.
        .containsPattern("<v>46349\\.37500142");
    assertThat(sheet).contains("inlineStr");
    assertThat(files).containsKey("xl/workbook.xml");
  }

  @Test
  void goesOnInAnotherSheetAndSaysWhatIsTooLong() throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (long i = 0; i < 25; i++) {
      rows.add(row(null, i, null, "row " + i));
    }
    Map<String, String> files = xlsx(11, rows);
    assertThat(files.get("xl/worksheets/sheet1.xml")).contains("row 9<").doesNotContain("row 10<");
    assertThat(files.get("xl/worksheets/sheet2.xml")).contains("row 10<").contains("row 19<");
    assertThat(files.get("xl/worksheets/sheet3.xml")).contains("row 24<").contains(">text<");
    String held = XlsxSheet.text("x".repeat(40_000));
    assertThat(held).hasSize(XlsxSheet.MAX_TEXT).endsWith("x… [40000]");
    assertThat(XlsxSheet.text(" a b ")).isEqualTo("_x0020_a b_x0020_");
    assertThat(XlsxSheet.text("x".repeat(32_767))).isEqualTo("x".repeat(32_767));
  }

  @Test
  void writesParquetThatDuckDbReads() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rows = 40_000;
    try (ParquetSheet sheet = new ParquetSheet(out)) {
      sheet.head(COLUMNS);
      for (int i = 0; i < rows; i++) {
        sheet.row(
            i % 3 == 0
                ? row(null, null, null, null)
                : row(new RowOutput.Moment(i), (long) i, i / 2.0, "漢字 " + i));
      }
      sheet.end();
    }
    Path file = Files.write(folder.resolve("a.parquet"), out.toByteArray());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet found =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*), count(n), sum(n), sum(x), max(epoch_us(\"at\")),"
                        + " count(*) FILTER (text = '漢字 ' || n) FROM '"
                        + file
                        + "'")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getLong(1)).isEqualTo(rows);
      assertThat(found.getLong(2)).isEqualTo(26_666);
      assertThat(found.getLong(3)).isEqualTo(533306667L);
      assertThat(found.getDouble(4)).isEqualTo(533306667L / 2.0);
      assertThat(found.getLong(5)).isEqualTo(39_998);
      assertThat(found.getLong(6)).isEqualTo(26_666);
    }
  }

  @Test
  void writesAnEmptyParquetFileAndRefusesWhatDoesNotFit() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ParquetSheet sheet = new ParquetSheet(out)) {
      sheet.head(COLUMNS);
      sheet.end();
    }
    Path file = Files.write(folder.resolve("b.parquet"), out.toByteArray());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet found =
            connection.createStatement().executeQuery("SELECT count(*) FROM '" + file + "'")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getLong(1)).isZero();
    }
    try (ParquetSheet sheet = new ParquetSheet(new ByteArrayOutputStream())) {
      sheet.head(COLUMNS);
      assertThatThrownBy(() -> sheet.row(row(null, BigInteger.TWO.pow(80), null, null)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("n: 1208925819614629174706176");
    }
  }
}
