package org.hinomi.collector.notify.text;

import java.util.List;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * Blocks as HTML for mail programs: tables and inline styles, which all of them know; no pictures,
 * no scripts, nothing from elsewhere.
 */
public final class Html {
  private static final String FONT =
      "font-family:system-ui,'Hiragino Sans','Noto Sans JP','Yu Gothic UI',Meiryo,sans-serif";

  private Html() {}

  /**
   * @param colour of the bar above, as {@code #b00020}
   */
  public static String of(Language language, String title, String colour, List<Block> blocks) {
    StringBuilder html = new StringBuilder(2_000);
    html.append("<!DOCTYPE html>\n<html lang=\"")
        .append(language.locale().getLanguage())
        .append("\"><head><meta charset=\"UTF-8\"><meta name=\"viewport\"")
        .append(" content=\"width=device-width\"><title>")
        .append(escape(title))
        .append("</title></head>\n<body style=\"margin:0;padding:12px;color:#1a1a1a;")
        .append(FONT)
        .append("\">\n<div style=\"border-top:6px solid ")
        .append(colour)
        .append(";padding-top:8px;max-width:46em\"><h1 style=\"font-size:18px;margin:4px 0 12px\">")
        .append(escape(title))
        .append("</h1>\n");
    Block before = null;
    for (Block block : blocks) {
      close(html, before, block);
      open(html, before, block);
      write(html, block);
      before = block;
    }
    close(html, before, null);
    return html.append("</div></body></html>\n").toString();
  }

  private static void write(StringBuilder html, Block block) {
    switch (block) {
      case Block.Paragraph(String words) ->
          html.append("<p>").append(escape(words)).append("</p>\n");
      case Block.Field(String label, String value) ->
          html.append("<tr><th align=\"left\" valign=\"top\" style=\"padding:2px 14px 2px 0;")
              .append("font-weight:normal;color:#555;white-space:nowrap\">")
              .append(escape(label.strip()))
              .append("</th><td style=\"padding:2px 0\">")
              .append(escape(value))
              .append("</td></tr>\n");
      case Block.Item(boolean urgent, String words) ->
          html.append(urgent ? "<li><b>" : "<li>")
              .append(escape(words))
              .append(urgent ? "</b></li>\n" : "</li>\n");
      case Block.Command(String line) -> html.append(escape(line)).append('\n');
      case Block.Link(String label, String url) ->
          html.append("<p><a href=\"")
              .append(escape(url))
              .append("\" style=\"display:inline-block;padding:8px 16px;background:#0b57d0;")
              .append("color:#fff;text-decoration:none;border-radius:4px\">")
              .append(escape(label))
              .append("</a></p>\n");
      case Block.Footer(String words) ->
          html.append("<hr style=\"border:0;border-top:1px solid #ccc\"><p style=\"font-size:12px;")
              .append("color:#555\">")
              .append(escape(words))
              .append("</p>\n");
    }
  }

  private static void open(StringBuilder html, @Nullable Block before, Block block) {
    if (before == null || before.getClass() != block.getClass()) {
      switch (block) {
        case Block.Field _ -> html.append("<table cellspacing=\"0\" style=\"font-size:14px\">\n");
        case Block.Item _ -> html.append("<ul>\n");
        case Block.Command _ ->
            html.append("<pre style=\"background:#f3f3f3;padding:8px;overflow-x:auto\">");
        default -> {}
      }
    }
  }

  private static void close(StringBuilder html, @Nullable Block before, @Nullable Block next) {
    if (before != null && (next == null || next.getClass() != before.getClass())) {
      switch (before) {
        case Block.Field _ -> html.append("</table>\n");
        case Block.Item _ -> html.append("</ul>\n");
        case Block.Command _ -> html.append("</pre>\n");
        default -> {}
      }
    }
  }

  /** What stands between tags or in quotes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
