package org.hinomi.collector.record.original;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of an original, what stands before the message, as a form: the text with placeholders
 * for what other columns hold, so that a few forms serve millions of events.
 *
 * <pre>&lt;␁P&gt;1 ␁D␁F6Z ␁H ␁A ␁I ␁M -    RFC 5424 (␁ is U+0001)
 * &lt;␁P&gt;␁B ␁H ␁A[␁I]:               RFC 3164
 *
 * ␁P  facility * 8 + severity      ␁D   YYYY-MM-DDThh:mm:ss    ␁Fn  . and n digits (1 to 6) of the
 * ␁H  host     ␁A  app             ␁O   +hh:mm                      fraction of a second
 * ␁I  pid      ␁M  msgId           ␁B   Mmm dd hh:mm:ss, the day padded with a space</pre>
 *
 * <p>Times are local: shifted by the offset. A head has a form only if the form gives exactly its
 * bytes; else, and where more than {@value #MOST_DIGITS} digits would stay in the form (content of
 * one message, such as structured data), the head is kept as it is.
 *
 * <p>For one thread.
 */
public final class OriginalForm {
  /**
   * The head of a row in DuckDB, of the columns {@code original_form, time} (UTC), {@code
   * time_offset} (minutes, not NULL), {@code host, app, pid, facility, severity, msgid}. VARCHAR;
   * NULL where there is no form. The values hold no U+0001, so the order of replacement does not
   * matter.
   */
  public static final String SQL =
      """
      replace(replace(replace(replace(replace(replace(replace(replace(replace(original_form,
        chr(1) || 'P', coalesce(CAST(facility * 8 + severity AS VARCHAR), '')),
        chr(1) || 'D', strftime(time + to_minutes(time_offset), '%Y-%m-%dT%H:%M:%S')),
        chr(1) || 'F' || substr(original_form, instr(original_form, chr(1) || 'F') + 2, 1),
          '.' || left(strftime(time, '%f'), coalesce(TRY_CAST(
            substr(original_form, instr(original_form, chr(1) || 'F') + 2, 1) AS INTEGER), 0))),
        chr(1) || 'O', CASE WHEN time_offset < 0 THEN '-' ELSE '+' END
          || lpad(CAST(abs(time_offset) // 60 AS VARCHAR), 2, '0') || ':'
          || lpad(CAST(abs(time_offset) % 60 AS VARCHAR), 2, '0')),
        chr(1) || 'B', strftime(time + to_minutes(time_offset), '%b ')
          || lpad(CAST(day(time + to_minutes(time_offset)) AS VARCHAR), 2, ' ')
          || strftime(time + to_minutes(time_offset), ' %H:%M:%S')),
        chr(1) || 'H', coalesce(host, '')),
        chr(1) || 'A', coalesce(app, '')),
        chr(1) || 'I', coalesce(pid, '')),
        chr(1) || 'M', coalesce(msgid, ''))
      """;

  private static final byte MARK = 1;
  private static final int MOST_DIGITS = 2;

  /** A sender has one form, or two: with a process id and without. */
  private static final int KEPT = 8;

  private static final byte[] NAMES = {'H', 'A', 'I', 'M'};

  private record Form(String text, byte[] bytes) {}

  private final Form[] kept = new Form[KEPT];
  private int count;
  private final HeadTime time = new HeadTime();

  /**
   * The form of {@code original[0, headLength)}, or null if there is none: keep the head then.
   *
   * @throws IndexOutOfBoundsException if the original is shorter
   */
  public @Nullable String form(byte[] original, int headLength, HeadValues values) {
    Objects.checkFromToIndex(0, headLength, original.length);
    if (!time.set(values.timeMicros(), values.offsetMinutes())) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      Form form = kept[i];
      if (gives(form.bytes(), original, headLength, values)) {
        if (i > 0) {
          System.arraycopy(kept, 0, kept, 1, i);
          kept[0] = form;
        }
        return form.text();
      }
    }
    byte[] made = make(original, headLength, values);
    if (made == null || !gives(made, original, headLength, values)) {
      return null;
    }
    String text = new String(made, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), made)) {
      return null;
    }
    count = Math.min(KEPT, count + 1);
    System.arraycopy(kept, 0, kept, 1, count - 1);
    kept[0] = new Form(text, made);
    return text;
  }

  /**
   * Puts the head together again from its form and the same values.
   *
   * @throws IllegalArgumentException if {@link #form} cannot have given this form for these values
   */
  public byte[] head(String form, HeadValues values) {
    if (!time.set(values.timeMicros(), values.offsetMinutes())) {
      throw new IllegalArgumentException(
          "original form: time " + values.timeMicros() + " (expected: year 1000 to 9999)");
    }
    StringBuilder head = new StringBuilder(form.length() + 64);
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      if (c != MARK) {
        head.append(c);
        continue;
      }
      char placeholder = charAt(form, ++i);
      switch (placeholder) {
        case 'D' -> head.append(ascii(time.full, 0, HeadTime.FULL));
        case 'F' -> {
          int digits = charAt(form, ++i) - '0';
          if (digits < 1 || digits > 6) {
            throw unknown(form, i);
          }
          head.append(ascii(time.full, HeadTime.FULL, 1 + digits));
        }
        case 'B' -> head.append(ascii(time.brief, 0, HeadTime.SHORT));
        case 'O' -> head.append(ascii(time.offset, 0, time.offset.length));
        case 'P' -> head.append(priority(values));
        default -> {
          String value = value((byte) placeholder, values);
          if (value == null) {
            throw unknown(form, i);
          }
          head.append(value);
        }
      }
    }
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static char charAt(String form, int i) {
    if (i == form.length()) {
      throw unknown(form, i);
    }
    return form.charAt(i);
  }

  private static IllegalArgumentException unknown(String form, int i) {
    return new IllegalArgumentException(
        "original form: '" + form.replace((char) MARK, '\u2401') + "': no value at " + i);
  }

  private static String ascii(byte[] b, int from, int length) {
    return new String(b, from, length, StandardCharsets.US_ASCII);
  }

  /** Whether the form gives these bytes; compares without rendering. */
  private boolean gives(byte[] form, byte[] b, int end, HeadValues values) {
    int at = 0;
    for (int i = 0; i < form.length; i++) {
      if (form[i] != MARK) {
        if (at >= end || b[at++] != form[i]) {
          return false;
        }
        continue;
      }
      int length;
      if (form[++i] == 'F') {
        length = fraction(b, at, end) == form[++i] - '0' ? 1 + form[i] - '0' : -1;
      } else {
        length = length(form[i], b, at, end, values);
      }
      if (length < 0) {
        return false;
      }
      at += length;
    }
    return at == end;
  }

  /** How many bytes at {@code at} are this placeholder's value; -1: they are something else. */
  private int length(byte placeholder, byte[] b, int at, int end, HeadValues values) {
    return switch (placeholder) {
      case 'D' -> HeadTime.stands(time.full, HeadTime.FULL, b, at, end);
      case 'B' -> HeadTime.stands(time.brief, HeadTime.SHORT, b, at, end);
      case 'O' -> HeadTime.stands(time.offset, time.offset.length, b, at, end);
      case 'P' -> priority(b, at, end, values);
      default -> text(value(placeholder, values), b, at, end);
    };
  }

  /** The number of digits of the fraction that follows, 1 to 6; else 0. */
  private int fraction(byte[] b, int at, int end) {
    int digits = 0;
    if (at < end && b[at] == '.') {
      while (at + 1 + digits < end && isDigit(b[at + 1 + digits])) {
        digits++;
      }
    }
    boolean same =
        digits > 0 && digits <= 6 && HeadTime.same(time.full, HeadTime.FULL, b, at, 1 + digits);
    return same ? digits : 0;
  }

  private static int priority(byte[] b, int at, int end, HeadValues values) {
    int priority = priority(values);
    int digits = priority < 10 ? 1 : priority < 100 ? 2 : 3;
    if (priority < 0 || at + digits > end) {
      return -1;
    }
    for (int i = at + digits - 1; i >= at; i--) {
      if (b[i] != '0' + priority % 10) {
        return -1;
      }
      priority /= 10;
    }
    return digits;
  }

  private static int priority(HeadValues values) {
    return values.facility() < 0 || values.severity() < 0
        ? -1
        : values.facility() * 8 + values.severity();
  }

  private static @Nullable String value(byte placeholder, HeadValues values) {
    return switch (placeholder) {
      case 'H' -> values.host();
      case 'A' -> values.app();
      case 'I' -> values.pid();
      case 'M' -> values.msgId();
      default -> null;
    };
  }

  private static int text(@Nullable String value, byte[] b, int at, int end) {
    if (value == null || value.isEmpty()) {
      return -1;
    }
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80 && value.indexOf(MARK) < 0) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return HeadTime.stands(utf8, utf8.length, b, at, end);
      }
      if (at + i >= end || b[at + i] != c || c == MARK) {
        return -1;
      }
    }
    return length;
  }

  /** A new form: each value once, in the order of the header; null where too much would stay. */
  private byte @Nullable [] make(byte[] b, int end, HeadValues values) {
    ByteArrayOutputStream form = new ByteArrayOutputStream(end);
    boolean timeSeen = false;
    int next = 0;
    int digits = 0;
    int at = 0;
    while (at < end) {
      boolean begins = (at == 0 || !isWord(b[at - 1])) && !isVersion(b, at, end);
      int length = -1;
      if (at == 1 && b[0] == '<') {
        length = mark(form, 'P', priority(b, at, end, values));
      }
      if (length < 0 && begins && !timeSeen) {
        length = time(form, b, at, end, values);
        timeSeen = length > 0;
      }
      if (length < 0 && begins) {
        for (int name = next; name < NAMES.length && length < 0; name++) {
          int found = text(value(NAMES[name], values), b, at, end);
          if (found > 0 && (at + found == end || !isWord(b[at + found]))) {
            length = mark(form, (char) NAMES[name], found);
            next = name + 1;
          }
        }
      }
      if (length > 0) {
        at += length;
        continue;
      }
      digits += isDigit(b[at]) ? 1 : 0;
      if (b[at] == MARK || digits > MOST_DIGITS) {
        return null;
      }
      form.write(b[at++]);
    }
    return form.toByteArray();
  }

  /** Adds the placeholders of the time that stands at {@code at}; its length, or -1. */
  private int time(ByteArrayOutputStream form, byte[] b, int at, int end, HeadValues values) {
    int length = mark(form, 'D', length((byte) 'D', b, at, end, values));
    if (length < 0) {
      return mark(form, 'B', length((byte) 'B', b, at, end, values));
    }
    int fraction = fraction(b, at + length, end);
    if (fraction > 0) {
      mark(form, 'F', fraction);
      form.write('0' + fraction);
      length += 1 + fraction;
    }
    return length + Math.max(0, mark(form, 'O', length((byte) 'O', b, at + length, end, values)));
  }

  private static int mark(ByteArrayOutputStream form, char placeholder, int length) {
    if (length > 0) {
      form.write(MARK);
      form.write(placeholder);
    }
    return length;
  }

  /** RFC 5424's VERSION after the PRI, which is not to be taken for a process id. */
  private static boolean isVersion(byte[] b, int at, int end) {
    return at > 0 && b[at - 1] == '>' && b[at] == '1' && at + 1 < end && b[at + 1] == ' ';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isWord(byte b) {
    return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b < 0;
  }
}
