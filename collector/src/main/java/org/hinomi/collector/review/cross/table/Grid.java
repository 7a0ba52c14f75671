package org.hinomi.collector.review.cross.table;

import java.util.List;

/**
 * A table as its file has it.
 *
 * @param charset that it was read in; empty for a workbook
 * @param rows cells as text, the head among them
 */
record Grid(String charset, List<Line> rows) {
  /**
   * @param number in the file, from 1
   */
  record Line(long number, List<String> cells) {}
}
