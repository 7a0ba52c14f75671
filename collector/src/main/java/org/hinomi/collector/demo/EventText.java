package org.hinomi.collector.demo;

import java.util.Map;

/** Writes the XML of a Windows event as EvtRender and EvtFormatMessage do. */
final class EventText {
  private EventText() {}

  /**
   * @param time of TimeCreated
   * @param record EventRecordID
   */
  static String of(Body.Windows event, String time, long record, String computer) {
    StringBuilder xml = new StringBuilder(900);
    xml.append("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>")
        .append("<Provider Name='")
        .append(event.provider())
        .append("'/><EventID")
        .append(event.qualifiers() < 0 ? "" : " Qualifiers='" + event.qualifiers() + "'")
        .append(">")
        .append(event.id())
        .append("</EventID><Version>0</Version><Level>")
        .append(event.level())
        .append("</Level><Task>0</Task><Opcode>0</Opcode><Keywords>")
        .append(event.keywords())
        .append("</Keywords><TimeCreated SystemTime='")
        .append(time)
        .append("'/><EventRecordID>")
        .append(record)
        .append("</EventRecordID><Channel>")
        .append(event.channel())
        .append("</Channel><Computer>")
        .append(computer)
        .append("</Computer><Security/></System>");
    if (event.userData().isEmpty()) {
      xml.append("<EventData>");
      event.data().forEach((name, value) -> data(xml, name, value));
      xml.append("</EventData>");
    } else {
      xml.append("<UserData><").append(event.userData()).append(" xmlns='aag'>");
      for (Map.Entry<String, String> value : event.data().entrySet()) {
        element(xml, value.getKey(), value.getValue());
      }
      xml.append("</").append(event.userData()).append("></UserData>");
    }
    xml.append("<RenderingInfo Culture='ja-JP'>");
    element(xml, "Message", event.message());
    return xml.append("</RenderingInfo></Event>").toString();
  }

  /** Values without a name have one here that begins with a digit, so that they keep an order. */
  private static void data(StringBuilder xml, String name, String value) {
    boolean named = !Character.isDigit(name.charAt(0));
    xml.append("<Data").append(named ? " Name='" + name + "'>" : ">");
    escape(xml, value);
    xml.append("</Data>");
  }

  private static void element(StringBuilder xml, String name, String value) {
    xml.append('<').append(name).append('>');
    escape(xml, value);
    xml.append("</").append(name).append('>');
  }

  private static void escape(StringBuilder xml, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        default -> xml.append(c);
      }
    }
  }
}
