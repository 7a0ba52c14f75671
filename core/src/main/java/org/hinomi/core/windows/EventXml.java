package org.hinomi.core.windows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads the XML text of one event, as Windows renders it (EvtRender), into the same model that a
 * binary event gives. Only what an event can hold: a document type declaration is refused, so no
 * entity is ever defined or fetched, and the work is linear in the text. Namespaces are not
 * resolved: prefixes are dropped.
 */
public final class EventXml {
  private static final int MAX_DEPTH = 128;

  private final String xml;
  private final EventBuilder event = new EventBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private int at;
  private boolean rootSeen;

  private EventXml(String xml) {
    this.xml = xml;
  }

  /** The event in UTF-8 text. */
  public static WindowsEvent read(byte[] utf8) throws MalformedEventException {
    return read(new String(utf8, StandardCharsets.UTF_8));
  }

  /**
   * The event in this text.
   *
   * @throws MalformedEventException if it is not well-formed, nests deeper than 128 elements or is
   *     not an Event
   */
  public static WindowsEvent read(String xml) throws MalformedEventException {
    EventXml reader = new EventXml(xml);
    reader.document();
    return reader.event.build();
  }

  private void document() throws MalformedEventException {
    if (xml.startsWith("\uFEFF")) {
      at = 1;
    }
    while (at < xml.length()) {
      if (xml.charAt(at) != '<') {
        text();
      } else if (xml.startsWith("<?", at)) {
        skip("?>");
      } else if (xml.startsWith("<!--", at)) {
        skip("-->");
      } else if (xml.startsWith("<![CDATA[", at)) {
        cdata();
      } else if (xml.startsWith("<!", at)) {
        throw wrong("a declaration (expected: none, an event has no document type)");
      } else if (xml.startsWith("</", at)) {
        endTag();
      } else {
        startTag();
      }
    }
    if (!rootSeen || !open.isEmpty()) {
      throw wrong("the text ends (expected: " + (rootSeen ? "</" + open.peek() : "<Event") + ">)");
    }
  }

  private void text() throws MalformedEventException {
    int end = xml.indexOf('<', at);
    String text = xml.substring(at, end < 0 ? xml.length() : end);
    if (!open.isEmpty()) {
      event.text(unescape(text));
    } else if (!text.isBlank()) {
      throw wrong("text outside of the event");
    }
    at += text.length();
  }

  private void cdata() throws MalformedEventException {
    int from = at + "<![CDATA[".length();
    skip("]]>");
    if (open.isEmpty()) {
      throw wrong("text outside of the event");
    }
    event.text(xml.substring(from, at - "]]>".length()));
  }

  private void skip(String end) throws MalformedEventException {
    int found = xml.indexOf(end, at);
    if (found < 0) {
      throw wrong("no " + end + " follows");
    }
    at = found + end.length();
  }

  private void startTag() throws MalformedEventException {
    at++;
    String name = name();
    if (open.isEmpty() && (rootSeen || !name.substring(name.indexOf(':') + 1).equals("Event"))) {
      throw wrong("<" + name + "> (expected: one Event)");
    }
    if (open.size() == MAX_DEPTH) {
      throw wrong("elements nest deeper than " + MAX_DEPTH);
    }
    rootSeen = true;
    open.push(name);
    event.start(name);
    while (true) {
      blanks();
      char next = peek();
      if (next == '>') {
        at++;
        return;
      }
      if (next == '/') {
        at++;
        expect('>');
        close();
        return;
      }
      attribute();
    }
  }

  private void attribute() throws MalformedEventException {
    String name = name();
    blanks();
    expect('=');
    blanks();
    char quote = peek();
    if (quote != '"' && quote != '\'') {
      throw wrong("'" + quote + "' (expected: a quoted value)");
    }
    int end = xml.indexOf(quote, at + 1);
    if (end < 0) {
      throw wrong("no " + quote + " ends the value of " + name);
    }
    event.attribute(name, unescape(xml.substring(at + 1, end)));
    at = end + 1;
  }

  private void endTag() throws MalformedEventException {
    at += 2;
    String name = name();
    if (!name.equals(open.peek())) {
      throw wrong("</" + name + "> (expected: " + open.peek() + ")");
    }
    blanks();
    expect('>');
    close();
  }

  private void close() {
    open.pop();
    event.end();
  }

  private String name() throws MalformedEventException {
    int from = at;
    while (at < xml.length() && " \t\r\n=/><\"'&".indexOf(xml.charAt(at)) < 0) {
      at++;
    }
    if (at == from) {
      throw wrong("no name (expected: one)");
    }
    return xml.substring(from, at);
  }

  private void blanks() {
    while (at < xml.length() && " \t\r\n".indexOf(xml.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws MalformedEventException {
    if (at >= xml.length()) {
      throw wrong("the text ends inside a tag");
    }
    return xml.charAt(at);
  }

  private void expect(char wanted) throws MalformedEventException {
    if (peek() != wanted) {
      throw wrong("'" + peek() + "' (expected: " + wanted + ")");
    }
    at++;
  }

  private String unescape(String text) throws MalformedEventException {
    if (text.indexOf('&') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '&') {
        plain.append(c);
        continue;
      }
      int end = text.indexOf(';', i);
      if (end < 0 || end - i > 10) {
        throw wrong("an & without a reference (expected: &amp;)");
      }
      plain.appendCodePoint(reference(text.substring(i + 1, end)));
      i = end;
    }
    return plain.toString();
  }

  private int reference(String name) throws MalformedEventException {
    return switch (name) {
      case "lt" -> '<';
      case "gt" -> '>';
      case "amp" -> '&';
      case "apos" -> '\'';
      case "quot" -> '"';
      default -> {
        try {
          int code =
              name.startsWith("#x")
                  ? Integer.parseInt(name, 2, name.length(), 16)
                  : Integer.parseInt(name, name.startsWith("#") ? 1 : 0, name.length(), 10);
          if (name.startsWith("#") && Character.isValidCodePoint(code)) {
            yield code;
          }
        } catch (NumberFormatException notANumber) {
          throw wrong("the unknown reference &" + name + ";");
        }
        throw wrong("the unknown reference &" + name + ";");
      }
    };
  }

  private MalformedEventException wrong(String what) {
    return new MalformedEventException(what, at);
  }
}
