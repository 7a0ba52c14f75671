package org.hinomi.core.windows.evtx;

import org.hinomi.core.windows.EventElements;

/** Writes elements as XML text in the form of Windows' own: one line, single quotes. */
final class XmlText implements EventElements {
  private final StringBuilder xml = new StringBuilder(2048);
  private final java.util.ArrayDeque<String> open = new java.util.ArrayDeque<>();
  private boolean tagOpen;

  @Override
  public void start(String name) {
    closeTag();
    xml.append('<').append(name);
    open.push(name);
    tagOpen = true;
  }

  @Override
  public void attribute(String name, String value) {
    xml.append(' ').append(name).append("='");
    escape(value, true);
    xml.append('\'');
  }

  @Override
  public void text(String text) {
    if (!text.isEmpty()) {
      closeTag();
      escape(text, false);
    }
  }

  @Override
  public void end() {
    String name = open.pop();
    if (tagOpen) {
      xml.append("/>");
      tagOpen = false;
    } else {
      xml.append("</").append(name).append('>');
    }
  }

  private void closeTag() {
    if (tagOpen) {
      xml.append('>');
      tagOpen = false;
    }
  }

  private void escape(String text, boolean attribute) {
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      String escaped =
          switch (text.charAt(i)) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '\'' -> attribute ? "&apos;" : null;
            case '\r' -> "&#13;";
            case '\n' -> attribute ? "&#10;" : null;
            case '\t' -> attribute ? "&#9;" : null;
            default -> null;
          };
      if (escaped != null) {
        xml.append(text, done, i).append(escaped);
        done = i + 1;
      }
    }
    xml.append(text, done, text.length());
  }

  @Override
  public String toString() {
    return xml.toString();
  }

  /** The text with U+FFFD for what XML 1.0 (2.2 Characters) does not know. */
  static String valid(char[] text) {
    for (int i = 0; i < text.length; i++) {
      char c = text[i];
      if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0xFFFE) {
        text[i] = '\uFFFD';
      } else if (Character.isSurrogate(c)) {
        if (i + 1 < text.length && Character.isSurrogatePair(c, text[i + 1])) {
          i++;
        } else {
          text[i] = '\uFFFD';
        }
      }
    }
    return new String(text);
  }
}
