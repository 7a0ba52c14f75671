package org.hinomi.collector.decode.columns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hinomi.core.event.Fields;

/**
 * Says which field a column is: as the operator declares it, else by the table {@code names.txt},
 * else under {@code data.} and its name. Thread-safe.
 */
final class ColumnNames {
  static final String TIME = "time";
  static final String DATE = "date";
  static final String CLOCK = "clock";
  static final String HOST = "host";
  static final String MESSAGE = "message";
  static final String SEVERITY = "severity";

  /** Azure Monitor wraps the records of services so. */
  private static final String NESTED = "properties.";

  private static final Map<String, String> KNOWN = table();

  /** Stored fields that a column may name itself, besides those of the table. */
  private static final Set<String> STORED =
      Set.of(
          Fields.EVENT_PROVIDER,
          Fields.EVENT_DURATION,
          Fields.USER_ID,
          Fields.USER_DOMAIN,
          Fields.USER_TARGET_NAME,
          Fields.GROUP_NAME,
          Fields.SOURCE_DOMAIN,
          Fields.SOURCE_BYTES,
          Fields.DESTINATION_DOMAIN,
          Fields.DESTINATION_BYTES,
          Fields.NETWORK_PROTOCOL,
          Fields.NETWORK_TRANSPORT,
          Fields.NETWORK_BYTES,
          Fields.NETWORK_PACKETS,
          Fields.PROCESS_EXECUTABLE,
          Fields.PROCESS_COMMAND_LINE,
          Fields.SERVICE_NAME,
          Fields.ERROR_CODE);

  /** Columns that hold the account also where others hold its number, or the person's name. */
  private static final Set<String> ACCOUNTS = Set.of("username", "userprincipalname");

  private static final int REMEMBERED = 4096;

  private final Map<String, String> declared = new HashMap<>();
  private final Map<String, Column> known = new ConcurrentHashMap<>();

  /** What is known of a column. */
  private record Column(String field, boolean declared) {}

  /**
   * @param map declarations {@code COLUMN=FIELD} with commas between; those that are none are left
   *     out
   */
  ColumnNames(String map) {
    for (String one : map.split(",")) {
      int equals = one.lastIndexOf('=');
      if (equals > 0) {
        declared.put(plain(one.substring(0, equals)), role(one.substring(equals + 1).strip()));
      }
    }
  }

  private static String role(String field) {
    return switch (field) {
      case "user" -> Fields.USER_NAME;
      case "ip" -> Fields.SOURCE_IP;
      case "app" -> Fields.PROCESS_NAME;
      case Fields.HOST_NAME -> HOST;
      case Fields.TIMESTAMP -> TIME;
      default -> field;
    };
  }

  /** The field of a column, or one of the words above. */
  String field(String column) {
    return of(column).field();
  }

  /** Whether the operator has said what it is. */
  boolean isDeclared(String column) {
    return !declared.isEmpty() && of(column).declared();
  }

  /** Whether a column says who it was more surely than another one. */
  static boolean isAccount(String column, String other) {
    return isAccount(column) && !isAccount(other);
  }

  private static boolean isAccount(String column) {
    return ACCOUNTS.contains(plain(unwrapped(column)));
  }

  private static String unwrapped(String column) {
    return column.startsWith(NESTED) ? column.substring(NESTED.length()) : column;
  }

  private Column of(String name) {
    Column column = known.get(name);
    if (column == null) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      column = find(name);
      known.put(name, column);
    }
    return column;
  }

  private Column find(String name) {
    String plain = plain(name);
    String told = declared.get(plain);
    String field = told == null ? KNOWN.get(plain) : told;
    if (field == null) {
      field = KNOWN.get(plain(unwrapped(name)));
    }
    if (field == null || field.isEmpty()) {
      field = STORED.contains(name) ? name : Fields.DATA + name.strip();
    }
    return new Column(field, told != null);
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s_\\-.():\\uFEFF]", "");
  }

  private static Map<String, String> table() {
    Map<String, String> all = new HashMap<>();
    try (InputStream in = ColumnNames.class.getResourceAsStream("names.txt")) {
      if (in == null) {
        throw new IllegalStateException("names.txt: not in the program");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        int colon = line.indexOf(": ");
        if (colon > 0 && line.charAt(0) != '#') {
          for (String name : line.substring(colon + 2).split(",")) {
            all.put(plain(name), line.substring(0, colon));
          }
          all.putIfAbsent(plain(line.substring(0, colon)), line.substring(0, colon));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(all);
  }
}
