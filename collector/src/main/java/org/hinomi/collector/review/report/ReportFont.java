package org.hinomi.collector.review.report;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Noto Sans JP (SIL Open Font License 1.1, beside it), cut down to the characters of Windows-31J
 * and of Latin; five that shared a glyph have copies of their own. Texts of plots are drawn as
 * outlines, for which no fonts of the system are needed. For one thread.
 */
final class ReportFont implements AutoCloseable {
  static final String FAMILY = "Noto Sans JP";

  private final TrueTypeFont font;
  private final CmapLookup glyphs;

  ReportFont() {
    try {
      font = new TTFParser().parse(new RandomAccessReadBuffer(open()));
      glyphs = font.getUnicodeCmapLookup();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file. */
  static InputStream open() {
    InputStream file = ReportFont.class.getResourceAsStream("NotoSansJP.ttf");
    if (file == null) {
      throw new IllegalStateException("NotoSansJP.ttf is missing from the program");
    }
    return file;
  }

  /**
   * A line of text as outlines.
   *
   * @param x of its anchor
   * @param y of its baseline
   * @param size of an em
   * @param anchor how much of its width stands left of x, 0 to 1
   */
  Shape line(String text, double x, double y, double size, double anchor) {
    try {
      double scale = size / font.getUnitsPerEm();
      Path2D line = new Path2D.Double();
      double at = x - anchor * width(text) * scale;
      for (int c : text.codePoints().toArray()) {
        int id = glyphs.getGlyphId(c);
        GlyphData glyph = font.getGlyph().getGlyph(id);
        if (glyph != null) {
          AffineTransform place = new AffineTransform(scale, 0, 0, -scale, at, y);
          line.append(place.createTransformedShape(glyph.getPath()), false);
        }
        at += font.getAdvanceWidth(id) * scale;
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double width(String text) throws IOException {
    double width = 0;
    for (int c : text.codePoints().toArray()) {
      width += font.getAdvanceWidth(glyphs.getGlyphId(c));
    }
    return width;
  }

  @Override
  public void close() throws IOException {
    font.close();
  }
}
