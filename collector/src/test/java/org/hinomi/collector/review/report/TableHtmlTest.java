package org.hinomi.collector.review.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Table;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableHtmlTest {
  private static final Words WORDS = new Words(Language.JA, ZoneOffset.UTC);

  private static String html(List<Column> columns, List<@Nullable Object> row) {
    return TableHtml.of(new Table("t", columns, List.of(row), ""), WORDS, 10).html();
  }

  /** Half-width characters of a full line of the page. */
  private static final double LINE = 118;

  @Test
  void figuresKeepTheirWidthBesideLongTexts() {
    List<Column> columns = new ArrayList<>();
    List<@Nullable Object> row = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      columns.add(new Column("text" + i, Kind.TEXT));
      row.add("a word and another, and so on, until the line is full of them");
      columns.add(new Column("n" + i, Kind.WHOLE));
      row.add(1_234_567L);
    }
    Matcher width = Pattern.compile("<th style=\"width:([0-9.]+)%").matcher(html(columns, row));
    List<Double> widths = new ArrayList<>();
    while (width.find()) {
      widths.add(Double.parseDouble(width.group(1)) * LINE / 100);
    }
    assertThat(widths).hasSize(6);
    for (int i = 1; i < 6; i += 2) {
      assertThat(widths.get(i)).isGreaterThanOrEqualTo("1,234,567".length());
    }
  }

  @Test
  void valuesAreAsPeopleReadThem() {
    List<Column> columns =
        List.of(
            new Column("metric", Kind.TEXT),
            new Column("attributes", Kind.TEXT),
            new Column("slope", Kind.NUMBER),
            new Column("working_day", Kind.WHOLE));
    String disk = "system.device=D:,system.filesystem.mountpoint=D:,system.filesystem.type=NTFS";
    assertThat(html(columns, List.of("system.filesystem.utilization", disk, 5.1e-5, true)))
        .contains(">ディスク使用率<", ">D:<", ">0.000051<", ">はい<");
  }
}
