package org.hinomi.collector.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes tables as Excel saves them. The same table gives the same bytes. */
final class TableWriter {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private TableWriter() {}

  static void write(Path folder, Table table) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(table.file());
    if (table.isWorkbook()) {
      workbook(table, file);
      Files.write(file, withoutTimes(file));
    } else {
      Files.write(file, delimited(table));
    }
  }

  private static byte[] delimited(Table table) {
    StringBuilder text = new StringBuilder();
    row(text, table.head());
    table.rows().forEach(row -> row(text, row));
    return text.toString().getBytes(Charset.forName(table.charset()));
  }

  private static void row(StringBuilder text, List<?> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i).toString();
      boolean quoted = cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0;
      text.append(i == 0 ? "" : ",").append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    text.append("\r\n");
  }

  private static void workbook(Table table, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "Hinomi", "1.0")) {
      Worksheet sheet = book.newWorksheet("Sheet1");
      for (int column = 0; column < table.head().size(); column++) {
        sheet.inlineString(0, column, table.head().get(column));
      }
      for (int row = 0; row < table.rows().size(); row++) {
        for (int column = 0; column < table.head().size(); column++) {
          cell(sheet, row + 1, column, table.rows().get(row).get(column));
        }
      }
    }
  }

  private static void cell(Worksheet sheet, int row, int column, Object value) {
    switch (value) {
      case LocalDate date -> {
        sheet.value(row, column, date);
        sheet.style(row, column).format("yyyy/m/d").set();
      }
      case Number number -> sheet.value(row, column, number);
      default -> sheet.inlineString(row, column, value.toString());
    }
  }

  /** A workbook says when it was made, in its properties and for each file in it. */
  private static byte[] withoutTimes(Path workbook) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(workbook.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        if (entry.getName().equals("docProps/core.xml")) {
          content =
              new String(content, StandardCharsets.UTF_8)
                  .replaceAll(">\\d{4}-\\d\\d-\\d\\dT[^<]*<", ">1980-01-01T00:00:00Z<")
                  .getBytes(StandardCharsets.UTF_8);
        }
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(NO_TIME);
        out.putNextEntry(same);
        out.write(content);
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
