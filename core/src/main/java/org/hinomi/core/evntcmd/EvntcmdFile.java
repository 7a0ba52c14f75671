package org.hinomi.core.evntcmd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.sigma.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of evntcmd, one after the other as evntcmd would run them, in both dialects:
 *
 * <pre>{@code
 * #pragma ADD System "Eventlog" 2147489653 2 180
 * #pragma add System Eventlog 2147489653 count=2 time=180
 * #pragma ADD_TRAP_DEST public 192.168.100.100
 * }</pre>
 *
 * What is added and later deleted is not there. Lines that do not begin with {@code #pragma} are
 * remarks where they are empty or begin with {@code #}, {@code ;} or {@code //}; any other one is a
 * problem. For one thread.
 */
final class EvntcmdFile {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern PRAGMA = Pattern.compile("(?i)\\s*#\\s*pragma(\\s.*)?");
  private static final Pattern OPTION = Pattern.compile("(?i)(count|time|period)\\s*=\\s*(.*)");
  private static final int SNMP_TRAP_PORT = 162;
  private static final long MOST_SECONDS = 999_999_999;

  /** What is watched for: evntcmd tells events apart without regard to capitals. */
  private final Map<String, WatchedEvent> events = new LinkedHashMap<>();

  private final Map<String, Destination> destinations = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  /**
   * An event that evntcmd would send as a trap.
   *
   * @param line where it is added
   * @param log the event log, as {@code System}
   * @param id the full identifier, as the 32 bits stand on the wire
   * @param repetition how often it must come; null where each one counts
   */
  record WatchedEvent(
      Path file, int line, String log, String source, int id, @Nullable Repetition repetition) {}

  /** Who gets the traps. */
  record Destination(Path file, int line, String community, HostPort address) {}

  /** A line that cannot be translated. */
  private static final class Untranslatable extends Exception {
    private static final long serialVersionUID = 1;
    final String key;
    final String value;
    final String expected;

    Untranslatable(String key, String value, String expected) {
      super(key);
      this.key = key;
      this.value = value;
      this.expected = expected;
    }
  }

  List<WatchedEvent> events() {
    return List.copyOf(events.values());
  }

  List<Destination> destinations() {
    return List.copyOf(destinations.values());
  }

  List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  void read(Path file, String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        line(file, number, line);
      } catch (Untranslatable e) {
        problems.add(new ConfigProblem(file, number, e.key, e.value, e.expected));
      }
    }
  }

  private void line(Path file, int number, String line) throws Untranslatable {
    String stripped = line.strip();
    Matcher pragma = PRAGMA.matcher(line);
    if (!pragma.matches()) {
      boolean remark =
          stripped.isEmpty()
              || stripped.startsWith("#")
              || stripped.startsWith(";")
              || stripped.startsWith("//");
      if (!remark) {
        throw new Untranslatable("line", stripped, "#pragma, or # before a remark");
      }
      return;
    }
    List<String> words = words(pragma.group(1) == null ? "" : pragma.group(1));
    String command = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
    switch (command) {
      case "add" -> {
        WatchedEvent event = event(file, number, words, true);
        events.remove(key(event)); // the last one counts, where it stands
        events.put(key(event), event);
      }
      case "delete" -> events.remove(key(event(file, number, words, false)));
      case "add_trap_dest" -> {
        Destination to = destination(file, number, words);
        destinations.putIfAbsent(key(to), to);
      }
      case "delete_trap_dest" -> destinations.remove(key(destination(file, number, words)));
      default ->
          throw new Untranslatable(
              "#pragma", command, "ADD, DELETE, ADD_TRAP_DEST or DELETE_TRAP_DEST");
    }
  }

  private static List<String> words(String text) throws Untranslatable {
    List<String> words = new ArrayList<>();
    String left = text.strip();
    Matcher word = WORD.matcher(left);
    int end = 0;
    while (word.find()) {
      if (word.group(2) != null && word.group(2).startsWith("\"")) {
        throw new Untranslatable("#pragma", left, "a \" at the end of the name too");
      }
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
      end = word.end();
    }
    if (!left.substring(end).isBlank()) {
      throw new Untranslatable("#pragma", left, "words with blanks between");
    }
    return words;
  }

  private static String key(WatchedEvent event) {
    return (event.log() + '\n' + event.source()).toLowerCase(Locale.ROOT) + '\n' + event.id();
  }

  private static String key(Destination to) {
    return to.community() + '\n' + to.address().toString().toLowerCase(Locale.ROOT);
  }

  private static WatchedEvent event(Path file, int line, List<String> words, boolean adds)
      throws Untranslatable {
    if (words.size() < 4) {
      throw new Untranslatable(
          "#pragma", String.join(" ", words), "event log, source, and the event's full identifier");
    }
    String log = name("event log", words.get(1));
    String source = name("source", words.get(2));
    int id = id(words.get(3));
    List<String> more = words.subList(4, words.size());
    return new WatchedEvent(file, line, log, source, id, adds ? repetition(more) : null);
  }

  private static String name(String what, String name) throws Untranslatable {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new Untranslatable(what, name, "a name");
    }
    return name;
  }

  /** Decimal, as evntcmd wants it, or with 0x; also as the signed number that is on the wire. */
  private static int id(String text) throws Untranslatable {
    try {
      long id = Long.decode(text.matches("-?0[0-9]+") ? text.replaceFirst("0+", "") : text);
      if (id >= Integer.MIN_VALUE && id <= 0xFFFF_FFFFL) {
        return (int) id;
      }
    } catch (NumberFormatException notANumber) {
      throw new Untranslatable("event id", text, "a number, 0..4294967295");
    }
    throw new Untranslatable("event id", text, "a number, 0..4294967295");
  }

  private static @Nullable Repetition repetition(List<String> words) throws Untranslatable {
    String count = null;
    String period = null;
    for (int i = 0; i < words.size(); i++) {
      Matcher option = OPTION.matcher(words.get(i));
      boolean named = option.matches();
      String value = named ? option.group(2) : words.get(i);
      boolean counts = named ? option.group(1).equalsIgnoreCase("count") : i == 0;
      if (counts && count == null) {
        count = value;
      } else if (!counts && period == null && (named || i == 1)) {
        period = value;
      } else {
        throw new Untranslatable("#pragma", words.get(i), "nothing behind count and period");
      }
    }
    if (count == null && period != null) {
      throw new Untranslatable("period", period, "a count before it");
    }
    if (count == null) {
      return null;
    }
    long times = number("count", count, Repetition.MOST);
    long seconds = period == null ? 0 : number("period", period, MOST_SECONDS);
    // A count of 0, as evntwin writes it, is every event; a period of 0 is none.
    return times <= 1
        ? null
        : new Repetition((int) times, seconds == 0 ? null : Duration.ofSeconds(seconds));
  }

  private static long number(String what, String text, long most) throws Untranslatable {
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > most) {
      throw new Untranslatable(what, text, "a number, 0.." + most);
    }
    return Long.parseLong(text);
  }

  private static Destination destination(Path file, int line, List<String> words)
      throws Untranslatable {
    if (words.size() != 3) {
      throw new Untranslatable("#pragma", String.join(" ", words), "community and host");
    }
    String host = words.get(2);
    // IPX: eight hexadecimal digits of the network, twelve of the node.
    if (host.matches("[0-9A-Fa-f]{8}[.:-]?[0-9A-Fa-f]{12}")
        || !host.matches("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f:.]+(%\\w+)?")) {
      throw new Untranslatable("host", host, "a host name, an IPv4 or an IPv6 address");
    }
    return new Destination(
        file, line, name("community", words.get(1)), new HostPort(host, SNMP_TRAP_PORT));
  }
}
