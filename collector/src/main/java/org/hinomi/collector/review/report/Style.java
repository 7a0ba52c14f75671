package org.hinomi.collector.review.report;

import java.util.Locale;

/**
 * How a report looks, on a screen and on A4. Only what the printer of PDF understands too, which is
 * CSS 2.1 with pages; columns of tables have their widths from {@link TableHtml}.
 */
final class Style {
  private static final String FONT = "'Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif";

  private static final String CSS =
      """
      body{font-size:9pt;line-height:1.35;color:#222;max-width:186mm;margin:0 auto}
      h1{font-size:17pt;margin:0 0 1mm;font-weight:normal}
      h2{font-size:12.5pt;border-bottom:1px solid #1f4e79;color:#1f4e79;margin:3.5mm 0 1.5mm;
      font-weight:normal;page-break-after:avoid}
      h3{font-size:10.5pt;margin:4mm 0 1mm;font-weight:normal;color:#1f4e79;page-break-after:avoid}
      h4{font-size:9pt;margin:2mm 0 1mm;font-weight:normal;page-break-after:avoid}
      .page{page-break-before:always}.first{page-break-before:auto}
      .company{font-size:11pt;margin:0 0 2mm}
      table{border-collapse:collapse;margin:1mm 0 2mm;font-size:7.5pt;table-layout:fixed;
      -fs-table-paginate:paginate}
      tr{page-break-inside:avoid}
      th,td{border:1px solid #ccc;padding:.5mm 1mm;text-align:left;vertical-align:top;
      word-wrap:break-word;overflow-wrap:anywhere}
      th{background:#eef3f8;font-weight:normal}td.n{text-align:right}
      .facts,.half,.calendar,.sign{width:100%}.facts th{width:30mm}
      .half th:first-child{width:50%}
      .two{display:table;width:100%}.two>div{display:table-cell;width:49%;vertical-align:top}
      .two>div.gap{width:2%}
      caption{text-align:left;padding:1mm 0}
      .sign td{height:14mm}ul{margin:1mm 0;padding-left:5mm}li{margin:.3mm 0}
      b{font-weight:normal}i{font-style:normal;color:#555}
      b.high{color:#c00000}b.medium{color:#c55a11}b.low{color:#7f6000}b.info{color:#555}
      .calendar td,.calendar th{padding:.3mm 0;font-size:5.5pt;text-align:center}
      .calendar th.name{text-align:left;font-size:6.5pt;padding-left:.5mm;width:26mm}
      .calendar .few{background:#fce4d6}.calendar .none{background:#c00000;color:#fff}
      .calendar .off{color:#999}
      .finding{border-left:1.2mm solid #1f4e79;padding-left:2mm;margin:2mm 0;page-break-inside:avoid}
      .finding h3{color:#222;margin-top:1mm;font-size:9.5pt}.finding p{margin:.6mm 0}
      .group{margin:3mm 0 1mm;color:#1f4e79;page-break-after:avoid}.said{color:#555}pre{white-space:pre-wrap;word-wrap:break-word;overflow-wrap:anywhere;
      font-family:inherit;font-size:6.5pt;background:#f6f6f6;padding:1mm;margin:0}
      code{font-family:inherit;font-size:7pt;word-wrap:break-word;overflow-wrap:anywhere}
      .query h4{margin-top:3mm}.note{font-size:7.5pt;color:#555;margin:.6mm 0}.plot{page-break-inside:avoid}
      a{color:#222;text-decoration:none}a.to:after{content:target-counter(attr(href),page)}
      """;

  private Style() {}

  /**
   * The whole sheet.
   *
   * @param left stands at the head of each page on the left
   * @param right on the right
   */
  static String css(String left, String right) {
    String small = "font-family:" + FONT + ";font-size:7pt;color:#555";
    return "@page{size:A4;margin:15mm 12mm 14mm;@top-left{content:"
        + string(left)
        + ";"
        + small
        + "}@top-right{content:"
        + string(right)
        + ";"
        + small
        + "}@bottom-right{content:counter(page) ' / ' counter(pages);"
        + small
        + "}}\nbody{font-family:"
        + FONT
        + "}\n"
        + CSS;
  }

  /** A text as CSS writes one; nothing in it ends the sheet or the element that it stands in. */
  private static String string(String text) {
    StringBuilder css = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
                css.append('\\').append(String.format(Locale.ROOT, "%06x", c));
              } else {
                css.appendCodePoint(c);
              }
            });
    return css.append('"').toString();
  }
}
