package org.hinomi.collector.decode.service;

/**
 * BIND's named, whose logging may put category and severity before each text: {@code security:
 * error: client …} (print-category, print-severity).
 */
final class BindReader implements ServiceReader {
  private static final String[] WORDS = {
    "security: ",
    "update-security: ",
    "queries: ",
    "query-errors: ",
    "client: ",
    "info: ",
    "notice: ",
    "warning: ",
    "error: ",
    "critical: "
  };

  private final ServiceReader texts;

  BindReader(ServiceReader texts) {
    this.texts = texts;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    return texts.read(text, skip(text, skip(text, from)), out);
  }

  /** Where the text behind such a word begins. */
  static int skip(String text, int from) {
    for (String word : WORDS) {
      if (text.startsWith(word, from)) {
        return from + word.length();
      }
    }
    return from;
  }
}
