package org.hinomi.collector.notify.text;

/** A part of a text that is written as plain text and as HTML. */
public sealed interface Block {
  /** Sentences. */
  record Paragraph(String text) implements Block {}

  /**
   * A named value.
   *
   * @param label with its colon; spaces after it line up plain text
   */
  record Field(String label, String value) implements Block {}

  /** One of several. */
  record Item(boolean urgent, String text) implements Block {}

  /** What can be typed on the collector. */
  record Command(String line) implements Block {}

  /** Something to press. */
  record Link(String label, String url) implements Block {}

  /** What stands below all. */
  record Footer(String text) implements Block {}
}
