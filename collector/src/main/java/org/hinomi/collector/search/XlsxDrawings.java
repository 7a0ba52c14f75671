package org.hinomi.collector.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Puts charts and colours into a workbook that is written already. */
final class XlsxDrawings {
  private static final String TYPES = "[Content_Types].xml";
  private static final String TYPE = "application/vnd.openxmlformats-officedocument.";

  /** By the number of the sheet, from 1. */
  private final Map<Integer, Placed> charts = new LinkedHashMap<>();

  private final Map<Integer, String> colours = new LinkedHashMap<>();

  private record Placed(XlsxChart chart, String sheet, int column) {}

  /** One chart a sheet. */
  void chart(int sheet, String name, int column, XlsxChart chart) {
    charts.put(sheet, new Placed(chart, name, column));
  }

  /** Cells of a sheet, as {@code B2:Y8}. */
  void colours(int sheet, String cells) {
    colours.put(sheet, cells);
  }

  /** Writes the workbook with them. */
  void add(byte[] workbook, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    // Not as a stream: fastexcel writes the sizes of entries behind them, in a form (ZIP64) that
    // only the directory at the end tells.
    try (ZipFile in = ZipFile.builder().setByteArray(workbook).get()) {
      for (ZipArchiveEntry entry : Collections.list(in.getEntries())) {
        try (InputStream part = in.getInputStream(entry)) {
          zip.putNextEntry(new ZipEntry(entry.getName()));
          zip.write(changed(entry.getName(), part.readAllBytes()));
          zip.closeEntry();
        }
      }
    }
    int number = 0;
    for (Map.Entry<Integer, Placed> each : charts.entrySet()) {
      number++;
      Placed placed = each.getValue();
      put(
          zip,
          "xl/worksheets/_rels/sheet" + each.getKey() + ".xml.rels",
          XlsxDrawing.relations("drawing", "../drawings/drawing" + number + ".xml"));
      put(zip, "xl/drawings/drawing" + number + ".xml", XlsxDrawing.drawing(placed.column()));
      put(
          zip,
          "xl/drawings/_rels/drawing" + number + ".xml.rels",
          XlsxDrawing.relations("chart", "../charts/chart" + number + ".xml"));
      put(
          zip,
          "xl/charts/chart" + number + ".xml",
          XlsxDrawing.chart(placed.chart(), placed.sheet()));
    }
    zip.finish();
    out.flush();
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private byte[] changed(String name, byte[] content) {
    if (name.equals(TYPES)) {
      StringBuilder parts = new StringBuilder();
      for (int number = 1; number <= charts.size(); number++) {
        parts.append(override("/xl/drawings/drawing" + number, "drawing+xml"));
        parts.append(override("/xl/charts/chart" + number, "drawingml.chart+xml"));
      }
      return before("</Types>", parts.toString(), content);
    }
    if (!name.startsWith("xl/worksheets/sheet")) {
      return content;
    }
    int sheet =
        Integer.parseInt(name.substring("xl/worksheets/sheet".length(), name.indexOf(".xml")));
    byte[] sheetXml = content;
    String cells = colours.get(sheet);
    if (cells != null) {
      sheetXml = replaced("</sheetData>", "</sheetData>" + XlsxDrawing.colours(cells), sheetXml);
    }
    // The last of what we have on a sheet, by the order of CT_Worksheet.
    return charts.containsKey(sheet)
        ? before(
            "</worksheet>",
            "<drawing xmlns:r=\"" + XlsxDrawing.RELATIONS + "\" r:id=\"rId1\"/>",
            sheetXml)
        : sheetXml;
  }

  private static String override(String part, String type) {
    return "<Override PartName=\"" + part + ".xml\" ContentType=\"" + TYPE + type + "\"/>";
  }

  private static byte[] before(String end, String added, byte[] content) {
    return replaced(end, added + end, content);
  }

  private static byte[] replaced(String end, String instead, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    int at = text.lastIndexOf(end);
    if (at < 0) {
      throw new IllegalStateException("a workbook without " + end);
    }
    return (text.substring(0, at) + instead + text.substring(at + end.length()))
        .getBytes(StandardCharsets.UTF_8);
  }
}
