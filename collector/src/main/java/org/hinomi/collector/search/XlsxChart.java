package org.hinomi.collector.search;

import java.util.List;

/**
 * A chart on a sheet, beside the table that it is of. The table has its heads in the first row.
 *
 * @param across number of the column that goes along the bottom, from 0
 * @param up numbers of the columns with the values, each a series named by its head
 * @param rows of the table, without its head
 */
public record XlsxChart(Kind kind, String title, int across, List<Integer> up, int rows) {
  public XlsxChart {
    up = List.copyOf(up);
  }

  /** What it is drawn as. */
  public enum Kind {
    /** Columns that cover each other, the first at the back. */
    BARS,
    LINES,
    /** Points, upwards on a logarithm. */
    SCATTER
  }
}
