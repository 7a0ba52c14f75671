package org.hinomi.collector.search;

import java.util.List;
import java.util.Locale;

/**
 * The parts of a workbook that make a chart (ECMA-376 part 1: 20.5 drawings, 21.2 charts). Values
 * are not copied into them: who opens the workbook reads them from its cells.
 */
final class XlsxDrawing {
  static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart";
  private static final String MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main";
  private static final List<String> COLOURS =
      List.of("1F4E79", "C55A11", "548235", "7F6000", "7030A0", "C00000", "3A7D7C", "9DC3E6");

  /** Cells that a chart takes. */
  private static final int WIDE = 10;

  private static final int TALL = 22;

  private XlsxDrawing() {}

  /** One part that names another, {@code rId1}. */
  static String relations(String type, String target) {
    return HEAD
        + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + "<Relationship Id=\"rId1\" Type=\""
        + RELATIONS
        + "/"
        + type
        + "\" Target=\""
        + target
        + "\"/></Relationships>";
  }

  /**
   * The place of a chart.
   *
   * @param column left of which nothing is covered, from 0
   */
  static String drawing(int column) {
    return HEAD
        + "<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\""
        + " xmlns:a=\""
        + MAIN
        + "\"><xdr:twoCellAnchor><xdr:from>"
        + cell(column, 1)
        + "</xdr:from><xdr:to>"
        + cell(column + WIDE, 1 + TALL)
        + "</xdr:to><xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr>"
        + "<xdr:cNvPr id=\"2\" name=\"Chart 1\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        + "<xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm>"
        + "<a:graphic><a:graphicData uri=\""
        + CHART
        + "\"><c:chart xmlns:c=\""
        + CHART
        + "\" xmlns:r=\""
        + RELATIONS
        + "\" r:id=\"rId1\"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>"
        + "</xdr:twoCellAnchor></xdr:wsDr>";
  }

  private static String cell(int column, int row) {
    return "<xdr:col>"
        + column
        + "</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>"
        + row
        + "</xdr:row><xdr:rowOff>0</xdr:rowOff>";
  }

  /**
   * A chart.
   *
   * @param sheet name of the sheet that its table is on
   */
  static String chart(XlsxChart chart, String sheet) {
    StringBuilder xml = new StringBuilder(HEAD);
    xml.append("<c:chartSpace xmlns:c=\"")
        .append(CHART)
        .append("\" xmlns:a=\"")
        .append(MAIN)
        .append("\"><c:roundedCorners val=\"0\"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p>")
        .append(
            "<a:pPr><a:defRPr sz=\"1200\"/></a:pPr><a:r><a:rPr lang=\"ja-JP\" sz=\"1200\"/><a:t>")
        .append(safe(chart.title()))
        .append("</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>")
        .append("<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>");
    switch (chart.kind()) {
      case BARS -> {
        xml.append("<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>");
        series(chart, sheet, xml);
        xml.append("<c:gapWidth val=\"20\"/><c:overlap val=\"100\"/>");
        end("barChart", xml);
      }
      case LINES -> {
        xml.append("<c:lineChart><c:grouping val=\"standard\"/>");
        series(chart, sheet, xml);
        xml.append("<c:marker val=\"1\"/>");
        end("lineChart", xml);
      }
      case SCATTER -> {
        xml.append("<c:scatterChart><c:scatterStyle val=\"lineMarker\"/>");
        series(chart, sheet, xml);
        end("scatterChart", xml);
      }
    }
    axes(chart.kind(), xml);
    xml.append("</c:plotArea>");
    if (chart.up().size() > 1) {
      xml.append("<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>");
    }
    return xml.append("<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>")
        .append("</c:chartSpace>")
        .toString();
  }

  private static void end(String group, StringBuilder xml) {
    xml.append("<c:axId val=\"1\"/><c:axId val=\"2\"/></c:").append(group).append('>');
  }

  private static void series(XlsxChart chart, String sheet, StringBuilder xml) {
    xml.append("<c:varyColors val=\"0\"/>");
    boolean points = chart.kind() == XlsxChart.Kind.SCATTER;
    for (int i = 0; i < chart.up().size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      String fill = "<a:solidFill><a:srgbClr val=\"" + colour + "\"/></a:solidFill>";
      xml.append("<c:ser><c:idx val=\"")
          .append(i)
          .append("\"/><c:order val=\"")
          .append(i)
          .append("\"/><c:tx><c:strRef><c:f>")
          .append(safe(range(sheet, chart.up().get(i), 1, 1)))
          .append("</c:f></c:strRef></c:tx><c:spPr>");
      switch (chart.kind()) {
        case BARS -> xml.append(fill).append("</c:spPr><c:invertIfNegative val=\"0\"/>");
        case LINES ->
            xml.append("<a:ln w=\"19050\">")
                .append(fill)
                .append("</a:ln></c:spPr><c:marker><c:symbol val=\"none\"/></c:marker>");
        case SCATTER ->
            xml.append("<a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr><c:marker>")
                .append("<c:symbol val=\"circle\"/><c:size val=\"5\"/><c:spPr>")
                .append(fill)
                .append("</c:spPr></c:marker>");
      }
      String along = safe(range(sheet, chart.across(), 2, chart.rows() + 1));
      String values = safe(range(sheet, chart.up().get(i), 2, chart.rows() + 1));
      xml.append(points ? "<c:xVal>" : "<c:cat>")
          .append("<c:numRef><c:f>")
          .append(along)
          .append("</c:f></c:numRef>")
          .append(points ? "</c:xVal><c:yVal>" : "</c:cat><c:val>")
          .append("<c:numRef><c:f>")
          .append(values)
          .append("</c:f></c:numRef>")
          .append(points ? "</c:yVal><c:smooth val=\"0\"/>" : "</c:val>")
          .append(chart.kind() == XlsxChart.Kind.LINES ? "<c:smooth val=\"0\"/>" : "")
          .append("</c:ser>");
    }
  }

  private static void axes(XlsxChart.Kind kind, StringBuilder xml) {
    boolean points = kind == XlsxChart.Kind.SCATTER;
    String across = points ? "valAx" : "catAx";
    xml.append("<c:").append(across).append("><c:axId val=\"1\"/>").append(scaling(false));
    xml.append("<c:delete val=\"0\"/><c:axPos val=\"b\"/>")
        .append("<c:numFmt formatCode=\"mm-dd\" sourceLinked=\"0\"/>")
        .append(ticks(2))
        .append("</c:")
        .append(across)
        .append("><c:valAx><c:axId val=\"2\"/>")
        .append(scaling(points))
        .append("<c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines/>")
        .append("<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>")
        .append(ticks(1))
        .append("</c:valAx>");
  }

  private static String scaling(boolean logarithm) {
    return "<c:scaling>"
        + (logarithm ? "<c:logBase val=\"10\"/>" : "")
        + "<c:orientation val=\"minMax\"/></c:scaling>";
  }

  private static String ticks(int crossing) {
    return "<c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>"
        + "<c:tickLblPos val=\"low\"/><c:crossAx val=\""
        + crossing
        + "\"/><c:crosses val=\"autoZero\"/>";
  }

  /**
   * Cells of a column.
   *
   * @param from first row, from 1
   */
  private static String range(String sheet, int column, int from, int to) {
    String name = column(column);
    String start = "'" + sheet.replace("'", "''") + "'!$" + name + "$" + from;
    return from == to ? start : start + ":$" + name + "$" + to;
  }

  /** As workbooks name a column: A, B, … Z, AA. */
  static String column(int number) {
    String last = Character.toString((char) ('A' + number % 26));
    return number < 26 ? last : column(number / 26 - 1) + last;
  }

  /** Colours from white to dark over cells, by their values. */
  static String colours(String cells) {
    return String.format(
        Locale.ROOT,
        "<conditionalFormatting sqref=\"%s\"><cfRule type=\"colorScale\" priority=\"1\"><colorScale>"
            + "<cfvo type=\"min\"/><cfvo type=\"max\"/><color rgb=\"FFFFFFFF\"/>"
            + "<color rgb=\"FF1F4E79\"/></colorScale></cfRule></conditionalFormatting>",
        cells);
  }

  /** Names of metrics are in titles: what XML cannot hold is left blank. */
  private static String safe(String text) {
    return text.replaceAll("[\\x00-\\x1f\ufffe\uffff]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
