package org.hinomi.collector.imports.read;

/** Parameters of a frame's structured data, each with a blank before it. Not thread-safe. */
public final class FrameParameters {
  private final StringBuilder text = new StringBuilder();

  public FrameParameters put(String name, String value) {
    // RFC 5424 section 6.3.3.
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
    text.append(' ').append(name).append("=\"").append(escaped).append('"');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
