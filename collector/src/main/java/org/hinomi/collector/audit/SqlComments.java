package org.hinomi.collector.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the comments of an SQL statement short, so that nobody hides what they ask between them. It
 * reads quotes and comments as DuckDB does; from where that is in doubt, it leaves all as it is: a
 * comment too many can be read over, a part of the statement that is taken for one is gone.
 */
final class SqlComments {
  /** In the place of comments that follow each other, and the blanks around them. */
  private static final String SHORT = " /*…*/ ";

  /** All that is not ASCII may be in the name, also what is no letter. */
  private static final Pattern DOLLAR =
      Pattern.compile("\\$(?:[a-zA-Z_[^\\x00-\\x7F]][a-zA-Z0-9_[^\\x00-\\x7F]]*)?\\$");

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;

  /** Whether something like {@code E'…'} came: in it, and in what continues it, \ quotes. */
  private boolean prefixed;

  private SqlComments(String text) {
    this.text = text;
  }

  /** The statement with short comments. */
  static String shortened(String statement) {
    return new SqlComments(statement).run();
  }

  private String run() {
    while (at < text.length()) {
      int end = skipped(at);
      if (end < 0) {
        break;
      }
      if (end > at) {
        out.append(hasComment(at, end) ? SHORT : text.substring(at, end));
        at = end;
        continue;
      }
      end = quoted(at);
      if (end < 0) {
        break;
      }
      out.append(text, at, end);
      at = end;
    }
    return out.append(text, at, text.length()).toString();
  }

  /** Where blanks and comments from here on end; negative: that is in doubt. */
  private int skipped(int from) {
    int end = from;
    while (end < text.length()) {
      if (blank(text.charAt(end))) {
        end++;
      } else if (text.startsWith("--", end)) {
        end = lineEnd(end);
      } else if (text.startsWith("/*", end)) {
        end = blockEnd(end);
      } else {
        break;
      }
      if (end < 0) {
        return end;
      }
    }
    return end;
  }

  /** Between blanks there is nothing but comments. */
  private boolean hasComment(int from, int end) {
    return text.substring(from, end).chars().anyMatch(c -> !blank(c));
  }

  private static boolean blank(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Negative: there is a carriage return alone, which need not end a line. */
  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    int last = end < 0 ? text.length() : end;
    int alone = text.indexOf('\r', from, last);
    return alone >= 0 && alone < last - 1 ? -1 : last;
  }

  /** Negative: there is no end, or a comment in the comment, which may have one of its own. */
  private int blockEnd(int from) {
    int end = text.indexOf("*/", from + 2);
    int inner = text.indexOf("/*", from + 2);
    return end < 0 || (inner >= 0 && inner < end) ? -1 : end + 2;
  }

  /** Where what is quoted from here on ends, or the next character; negative: it is in doubt. */
  private int quoted(int from) {
    char c = text.charAt(from);
    boolean inWord = from > 0 && word(text.charAt(from - 1));
    if (c == '\'' || c == '"') {
      int end = text.indexOf(c, from + 1);
      while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == c) {
        end = text.indexOf(c, end + 2);
      }
      prefixed |= c == '\'' && inWord;
      return end < 0 || (prefixed && text.substring(from, end).indexOf('\\') >= 0) ? -1 : end + 1;
    }
    if (c == '$') {
      Matcher tag = DOLLAR.matcher(text).region(from, text.length());
      if (tag.lookingAt()) {
        int end = inWord ? -1 : text.indexOf(tag.group(), tag.end());
        return end < 0 ? -1 : end + tag.group().length();
      }
    }
    return from + 1;
  }

  private static boolean word(char c) {
    return c == '_' || c == '$' || c > 0x7F || Character.isLetterOrDigit(c);
  }
}
