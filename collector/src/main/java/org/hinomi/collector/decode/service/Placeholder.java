package org.hinomi.collector.decode.service;

import java.util.List;
import java.util.Locale;

/**
 * What may stand at a place of a pattern, and where it goes.
 *
 * @param form what is allowed there
 * @param targets stored fields; a {@code ?} before one means: where it is not known already
 */
record Placeholder(Form form, List<String> targets) {

  /** What is allowed. */
  enum Form {
    /** Anything, also nothing. */
    TEXT,
    /** Without blanks, not empty. */
    WORD,
    /** Digits. */
    NUMBER,
    /** The same, kept as text: the number of a user or a group. */
    DIGITS,
    /** An address or the name of a host: source.ip or source.domain, or destination's. */
    CLIENT,
    SERVER,
    /** The same, or nothing. */
    PEER,
    /** Name of a host, not its address; anything without blanks. */
    NAME,
    /** {@code NAME[ADDRESS]:PORT}. */
    HOST,
    /** Lower-cased word. */
    LOWER,
    /** Seconds with a fraction: event.duration. */
    SECONDS,
    /** A time stamp: the event's time, where its header has none. */
    TIME,
    /** {@code METHOD URL HTTP/VERSION}. */
    REQUEST,
    /** Status of HTTP. */
    STATUS
  }

  static Placeholder skip(Form form) {
    return new Placeholder(form, List.of());
  }

  boolean allows(String text, int start, int end) {
    return switch (form) {
      case TEXT, TIME, REQUEST -> true;
      case WORD, LOWER -> end > start && !blank(text, start, end);
      case NUMBER, DIGITS, STATUS -> digits(text, start, end);
      case CLIENT, SERVER -> end > start && Addresses.couldBe(text, start, end);
      case PEER -> Addresses.couldBe(text, start, end);
      case NAME -> !blank(text, start, end);
      case HOST -> !blank(text, start, end) && text.indexOf('[', start, end) >= 0;
      case SECONDS -> end > start && end - start < 12 && !blank(text, start, end);
    };
  }

  /** Whether a longer stretch from the same start cannot be allowed where this one is not. */
  boolean cannotGrow(String text, int start, int end) {
    return switch (form) {
      case TEXT, TIME, REQUEST -> false;
      case NUMBER, DIGITS, STATUS, WORD, LOWER, SECONDS -> end > start && !allows(text, start, end);
      case CLIENT, SERVER, PEER -> blank(text, start, end);
      case NAME -> true;
      case HOST -> blank(text, start, end);
    };
  }

  void put(String text, int start, int end, ServiceFields out) {
    if (targets.isEmpty()) {
      return;
    }
    if (form == Form.TIME) {
      out.time(text, start, end);
      return;
    }
    String value = text.substring(start, end).strip();
    switch (form) {
      case CLIENT, PEER -> out.client(value);
      case SERVER -> out.server(value);
      case NAME -> out.name(targets.getFirst(), value);
      case HOST -> out.host(value, targets.getFirst().startsWith("source."));
      case NUMBER -> each(value, out, true);
      case SECONDS -> out.seconds(value);
      case REQUEST -> HttpRequest.put(value, out);
      case STATUS -> HttpRequest.status(value, out);
      case LOWER -> each(value.toLowerCase(Locale.ROOT), out, false);
      case TEXT, WORD, DIGITS, TIME -> each(value, out, false);
    }
  }

  private void each(String value, ServiceFields out, boolean number) {
    for (String target : targets) {
      if (number) {
        out.number(target, value);
      } else if (target.charAt(0) == '?') {
        out.putIfAbsent(target.substring(1), value);
      } else {
        out.put(target, value);
      }
    }
  }

  private static boolean blank(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) <= ' ') {
        return true;
      }
    }
    return false;
  }

  private static boolean digits(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return end > start;
  }
}
