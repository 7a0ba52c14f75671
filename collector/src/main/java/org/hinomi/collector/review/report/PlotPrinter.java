package org.hinomi.collector.review.report;

import com.openhtmltopdf.css.sheet.FontFaceRule;
import com.openhtmltopdf.css.style.CssContext;
import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.extend.SVGDrawer;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.RenderingContext;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Draws the plots of a report, whose SVG is all ours: rect, line, circle, polyline and text, with
 * colours as {@code #rgb} or {@code #rrggbb}. A library for all of SVG would be larger than all
 * else that printing needs. For one thread.
 */
final class PlotPrinter implements SVGDrawer {
  private final ReportFont font = new ReportFont();

  @Override
  public SVGImage buildSVGImage(
      Element svg, Box box, CssContext context, double width, double height, double dots) {
    String[] view = svg.getAttribute("viewBox").split(" ", -1);
    double units = Double.parseDouble(view[2]);
    double tall = Double.parseDouble(view[3]);
    double wide = width >= 0 ? width : units * dots;
    return new Plot(svg, units, tall, wide, dots);
  }

  private final class Plot implements SVGImage {
    private final Element svg;
    private final double units;
    private final double tall;
    private final double wide;
    private final double dots;

    /**
     * @param units its width in units of its own
     * @param tall its height in the same
     * @param wide its width on the page, in dots
     */
    private Plot(Element svg, double units, double tall, double wide, double dots) {
      this.svg = svg;
      this.units = units;
      this.tall = tall;
      this.wide = wide;
      this.dots = dots;
    }

    @Override
    public int getIntrinsicWidth() {
      return (int) wide;
    }

    @Override
    public int getIntrinsicHeight() {
      return (int) (wide * tall / units);
    }

    @Override
    public void drawSVG(OutputDevice device, RenderingContext context, double x, double y) {
      float width = (float) (wide / dots);
      float height = (float) (wide * tall / units / dots);
      device.drawWithGraphics(
          (float) x,
          (float) y,
          width,
          height,
          graphics -> {
            graphics.scale(width / units, width / units);
            for (Node child = svg.getFirstChild(); child != null; child = child.getNextSibling()) {
              if (child instanceof Element element) {
                draw(element, graphics);
              }
            }
          });
    }
  }

  private void draw(Element e, Graphics2D graphics) {
    switch (e.getTagName()) {
      case "rect" -> {
        Rectangle2D rect =
            new Rectangle2D.Double(
                number(e, "x"), number(e, "y"), number(e, "width"), number(e, "height"));
        fill(e, graphics, rect);
        stroke(e, graphics, rect);
      }
      case "circle" -> {
        double r = number(e, "r");
        fill(
            e,
            graphics,
            new Ellipse2D.Double(number(e, "cx") - r, number(e, "cy") - r, 2 * r, 2 * r));
      }
      case "line" ->
          stroke(
              e,
              graphics,
              new Line2D.Double(
                  number(e, "x1"), number(e, "y1"), number(e, "x2"), number(e, "y2")));
      case "polyline" -> stroke(e, graphics, points(e.getAttribute("points")));
      case "text" -> {
        double anchor =
            switch (e.getAttribute("text-anchor")) {
              case "middle" -> 0.5;
              case "end" -> 1;
              default -> 0;
            };
        graphics.setColor(Color.DARK_GRAY);
        graphics.fill(
            font.line(e.getTextContent(), number(e, "x"), number(e, "y"), Plots.TEXT, anchor));
      }
      default -> throw new IllegalArgumentException(e.getTagName() + " (expected: a plot of ours)");
    }
  }

  private static void fill(Element e, Graphics2D graphics, Shape shape) {
    String opacity = e.getAttribute("fill-opacity");
    if (!opacity.isEmpty()) {
      graphics.setComposite(
          AlphaComposite.getInstance(AlphaComposite.SRC_OVER, Float.parseFloat(opacity)));
    }
    graphics.setColor(colour(e.getAttribute("fill")));
    graphics.fill(shape);
    graphics.setComposite(AlphaComposite.SrcOver);
  }

  private static void stroke(Element e, Graphics2D graphics, Shape shape) {
    String colour = e.getAttribute("stroke");
    if (colour.isEmpty()) {
      return;
    }
    String width = e.getAttribute("stroke-width");
    graphics.setColor(colour(colour));
    graphics.setStroke(new BasicStroke(width.isEmpty() ? 1 : Float.parseFloat(width)));
    graphics.draw(shape);
  }

  private static Path2D points(String text) {
    Path2D path = new Path2D.Double();
    for (String point : text.strip().split(" ", -1)) {
      int comma = point.indexOf(',');
      double x = Double.parseDouble(point.substring(0, comma));
      double y = Double.parseDouble(point.substring(comma + 1));
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    return path;
  }

  private static Color colour(String text) {
    String hex = text.substring(1);
    return new Color(Integer.parseInt(hex.length() == 3 ? hex.replaceAll("(.)", "$1$1") : hex, 16));
  }

  private static double number(Element e, String name) {
    return Double.parseDouble(e.getAttribute(name));
  }

  @Override
  public void importFontFaceRules(List<FontFaceRule> faces, SharedContext shared) {
    // Texts have one font, ours.
  }

  @Override
  public void addFontFile(File file, String family, Integer weight, FontStyle style) {
    // As above.
  }

  @Override
  public void addFontStream(
      FSSupplier<InputStream> file, String family, Integer weight, FontStyle style) {
    // As above.
  }

  @Override
  public void close() throws IOException {
    font.close();
  }
}
