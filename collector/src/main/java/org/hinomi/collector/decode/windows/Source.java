package org.hinomi.collector.decode.windows;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a field's value comes from; events.txt says what the words mean. */
@FunctionalInterface
interface Source {
  /** String, Long or List of String; null where the event does not say it. */
  @Nullable Object of(EventData event);

  /**
   * Logon types at the computer itself, as [MS-LSAD] and Windows' audit documentation number them.
   */
  Set<String> LOCAL_LOGONS = Set.of("0", "2", "4", "5", "7", "11", "13");

  Pattern NUMBER = Pattern.compile("%%(\\d{1,9})|[^\\s%]\\S*");
  Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}(%\\w+)?");
  int SYSTEMTIME = 16;

  /**
   * Reads one source.
   *
   * @param names the tables of names that were read before
   * @throws IllegalArgumentException where it is not one
   */
  static Source parse(String text, Map<String, Map<Long, String>> names) {
    if (text.startsWith("\"")) {
      String constant = text.substring(1, text.length() - 1);
      return event -> constant.equals("-") ? null : constant;
    }
    String[] words = text.split(":", 4);
    String first = words.length > 1 ? words[1] : "";
    return switch (words.length == 1 ? "" : words[0]) {
      case "" -> event -> event.value(text);
      case "account" -> event -> account(event.value(first));
      case "domain" -> event -> domain(event.value(first));
      case "ip" -> event -> address(event.value(first));
      case "number" -> event -> number(event.value(first));
      case "pid" -> event -> text(number(event.value(first)));
      case "nanos" -> event -> nanos(number(event.value(first)));
      case "nonzero" -> event -> nonzero(event.value(first));
      case "file" -> event -> file(event.value(first));
      case "sid" -> event -> sid(event.value(first));
      case "systemtime" -> event -> systemTime(event.value(first));
      case "local" ->
          event -> LOCAL_LOGONS.contains(event.valueOr(first, "")) ? event.computer() : null;
      case "join" -> join(first.split(","));
      case "names" -> {
        Map<Long, String> table = table(names, first);
        String value = words[2];
        yield event -> {
          Long number = number(event.value(value));
          return number == null ? null : table.get(number);
        };
      }
      case "list" -> {
        Map<Long, String> table = table(names, first);
        String value = words[2];
        yield event -> list(table, event.value(value));
      }
      case "if" -> event -> words[2].equals(event.value(first)) ? event.value(words[3]) : null;
      case "unless" -> event -> words[2].equals(event.value(first)) ? null : event.value(words[3]);
      default -> throw new IllegalArgumentException("the unknown source " + text);
    };
  }

  private static Map<Long, String> table(Map<String, Map<Long, String>> names, String name) {
    Map<Long, String> table = names.get(name);
    if (table == null) {
      throw new IllegalArgumentException("the unknown table " + name);
    }
    return table;
  }

  private static @Nullable String text(@Nullable Long number) {
    return number == null ? null : number.toString();
  }

  /** Decimal, hexadecimal behind 0x, each also behind %%. */
  static @Nullable Long number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String digits = text.startsWith("%%") ? text.substring(2) : text;
    try {
      return digits.startsWith("0x") || digits.startsWith("0X")
          ? Long.parseUnsignedLong(digits, 2, digits.length(), 16)
          : Long.valueOf(Long.parseLong(digits));
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static @Nullable Long nanos(@Nullable Long seconds) {
    return seconds == null || seconds < 0 || seconds > Long.MAX_VALUE / 1_000_000_000L
        ? null
        : Long.valueOf(seconds * 1_000_000_000L);
  }

  /** {@code file:_C:\a.exe; process:_pid:1}: of several, the first. */
  private static @Nullable String file(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int end = text.indexOf("; ");
    String one = end < 0 ? text : text.substring(0, end);
    int mark = one.indexOf(":_");
    return mark < 0 ? one : one.substring(mark + 2);
  }

  private static @Nullable String nonzero(@Nullable String text) {
    Long number = number(text);
    return number != null && number == 0 ? null : text;
  }

  private static @Nullable String sid(@Nullable String text) {
    return "S-1-0-0".equals(text) ? null : text;
  }

  static @Nullable String account(@Nullable String user) {
    if (user == null) {
      return null;
    }
    int slash = user.indexOf('\\');
    int at = user.indexOf('@');
    return slash >= 0 ? user.substring(slash + 1) : at > 0 ? user.substring(0, at) : user;
  }

  static @Nullable String domain(@Nullable String user) {
    if (user == null) {
      return null;
    }
    int slash = user.indexOf('\\');
    int at = user.indexOf('@');
    return slash > 0 ? user.substring(0, slash) : at > 0 ? user.substring(at + 1) : null;
  }

  private static @Nullable String address(@Nullable String text) {
    if (text == null || !ADDRESS.matcher(text).matches()) {
      return null;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("::ffff:") && lower.indexOf('.') > 0 ? lower.substring(7) : lower;
  }

  private static Source join(String[] values) {
    return event -> {
      StringBuilder joined = new StringBuilder();
      for (String name : values) {
        String value = event.value(name);
        if (value == null) {
          return null;
        }
        joined.append(joined.isEmpty() ? "" : " ").append(value);
      }
      return joined.toString();
    };
  }

  private static @Nullable List<String> list(Map<Long, String> table, @Nullable String text) {
    if (text == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    Matcher each = NUMBER.matcher(text);
    while (each.find()) {
      String digits = each.group(1);
      String name = digits == null ? null : table.get(Long.valueOf(digits));
      texts.add(name == null ? each.group() : name);
    }
    return texts.isEmpty() ? null : texts;
  }

  /** Two SYSTEMTIME in hexadecimal, the second in UTC; as ISO 8601 text. */
  private static @Nullable String systemTime(@Nullable String binary) {
    if (binary == null || binary.length() < 4 * SYSTEMTIME) {
      return null;
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(binary.substring(2 * SYSTEMTIME, 4 * SYSTEMTIME));
      int[] part = new int[SYSTEMTIME / 2];
      for (int i = 0; i < part.length; i++) {
        part[i] = bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8;
      }
      // Year, month, day of the week, day, hour, minute, second, millisecond.
      return LocalDateTime.of(part[0], part[1], part[3], part[4], part[5], part[6])
          .plusNanos(part[7] * 1_000_000L)
          .toInstant(ZoneOffset.UTC)
          .toString();
    } catch (IllegalArgumentException | DateTimeException damaged) {
      return null;
    }
  }
}
