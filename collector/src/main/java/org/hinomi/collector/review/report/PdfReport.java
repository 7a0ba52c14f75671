package org.hinomi.collector.review.report;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.hinomi.core.text.Language;

/**
 * The report on A4 as PDF: the HTML, printed. Its font, which has the characters of Windows-31J,
 * comes with it, so that it reads the same on a machine that has none.
 */
public final class PdfReport {
  static {
    // It would say of each page what it lays out; what fails is an exception.
    XRLog.setLoggingEnabled(false);
  }

  private PdfReport() {}

  /** Writes it. */
  public static void write(ReviewView view, Language language, OutputStream out)
      throws IOException {
    try (PlotPrinter plots = new PlotPrinter()) {
      PdfRendererBuilder builder = new PdfRendererBuilder();
      builder.useFont(ReportFont::open, ReportFont.FAMILY, 400, FontStyle.NORMAL, true);
      builder.useSVGDrawer(plots);
      for (ExternalResourceControlPriority when : ExternalResourceControlPriority.values()) {
        builder.useExternalResourceAccessControl((address, type) -> false, when);
      }
      // Nothing that a reader would have to bring, and none of the system's fonts is looked for.
      builder.usePdfAConformance(PdfAConformance.PDFA_2_U);
      builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
      builder.withHtmlContent(HtmlReport.write(view, language), null);
      builder.withProducer("Hinomi");
      try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
        renderer.layout();
        try (PDDocument pdf = renderer.createPDFKeepOpen()) {
          // Compressed, its objects are one more than PDFBox writes, which those who check a PDF
          // say.
          pdf.save(out, CompressParameters.NO_COMPRESSION);
        }
      }
    }
  }
}
