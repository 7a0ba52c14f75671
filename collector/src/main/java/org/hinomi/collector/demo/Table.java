package org.hinomi.collector.demo;

import java.util.List;

/**
 * A table that people keep.
 *
 * @param file its name, with the ending that says its form
 * @param charset of a CSV file; XLSX has its own
 * @param rows cells: String, LocalDate or Number
 */
record Table(String file, String charset, List<String> head, List<List<Object>> rows) {
  static final String UTF_8 = "UTF-8";
  static final String CP932 = "windows-31j";

  boolean isWorkbook() {
    return file.endsWith(".xlsx");
  }
}
