package org.hinomi.core.settings;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Every kind of value that settings know. */
final class ValueTypes {

  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));
  private static final Map<String, Integer> SIZE_SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

  private static final Pattern INTEGER = Pattern.compile("[+-]?(0|[1-9]\\d{0,18})");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");
  private static final Pattern DURATION = Pattern.compile("((\\d{1,9})(ms|s|m|h|d|w))+");
  private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?([KMGT]iB|B)");
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f:.]+(%\\w+)?");
  private static final Pattern OID = Pattern.compile("\\.?([012](\\.(0|[1-9]\\d{0,9})){1,127})");

  static final ValueType<String> TEXT = new ValueType<>("a text", "-", (text, base) -> text);

  static final ValueType<Boolean> BOOL =
      new ValueType<>(
          "true or false",
          false,
          (text, base) ->
              switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(text);
              });

  /** 0..1; the two ways to write it cannot be confused: without a sign nothing is above 1. */
  static final ValueType<Double> SHARE =
      new ValueType<>("a share, as 90% or 0.9", 0.0, (text, base) -> share(text));

  static final ValueType<HostPort> ADDRESS =
      new ValueType<>(
          "host:port or [ipv6]:port, port 1..65535",
          new HostPort("localhost", 1),
          (text, base) -> hostPort(text, 1));

  static final ValueType<HostPort> LISTEN_ADDRESS =
      new ValueType<>(
          "host:port or [ipv6]:port, port 0..65535, 0 for any free one",
          new HostPort("localhost", 0),
          (text, base) -> hostPort(text, 0));

  static final ValueType<InetAddress> IP =
      new ValueType<>(
          "an IPv4 or IPv6 address",
          InetAddress.getLoopbackAddress(),
          (text, base) -> InetAddress.ofLiteral(text));

  static final ValueType<Cidr> CIDR =
      new ValueType<>(
          "a network, as 10.1.0.0/16 or 2001:db8::/32, or an address",
          Cidr.parse("127.0.0.1"),
          (text, base) -> Cidr.parse(text));

  static final ValueType<String> OBJECT_ID =
      new ValueType<>("an OID, as 1.3.6.1.4.1.32473", "0.0", (text, base) -> oid(text));

  static final ValueType<Path> PATH =
      new ValueType<>("a path", Path.of(""), (text, base) -> base.resolve(text).normalize());

  static final ValueType<Path> EXISTING_FILE =
      new ValueType<>("a readable file", Path.of(""), ValueTypes::existingFile);

  static final ValueType<Path> EXISTING_FOLDER =
      new ValueType<>("a folder that exists", Path.of(""), ValueTypes::existingFolder);

  static final ValueType<Path> OWN_FOLDER =
      new ValueType<>(
          "a folder, or a path where one can be made", Path.of(""), ValueTypes::ownFolder);

  static final ValueType<ZoneId> ZONE =
      new ValueType<>(
          "a time zone, as Asia/Tokyo or +09:00", ZoneOffset.UTC, (text, base) -> zone(text));

  static final ValueType<Charset> CHARSET =
      new ValueType<>(
          "a character set, as UTF-8 or Shift_JIS",
          java.nio.charset.StandardCharsets.UTF_8,
          (text, base) -> Charset.forName(text));

  static final ValueType<Pattern> PATTERN =
      new ValueType<>("a regular expression", Pattern.compile(""), (text, base) -> pattern(text));

  private ValueTypes() {}

  static ValueType<Long> integer(long min, long max) {
    String range = min == Long.MIN_VALUE && max == Long.MAX_VALUE ? "" : ", " + min + ".." + max;
    return new ValueType<>(
        "a whole number" + range, min, (text, base) -> within(whole(text), min, max));
  }

  static ValueType<Double> number(double min, double max) {
    String range =
        min == -Double.MAX_VALUE && max == Double.MAX_VALUE
            ? ""
            : ", " + plain(min) + ".." + plain(max);
    return new ValueType<>(
        "a number" + range, min, (text, base) -> within(decimal(text), min, max));
  }

  static ValueType<Duration> duration(Duration min, Duration max) {
    return new ValueType<>(
        "a time with its unit, as 30s, 5m, 1h, 2d; " + words(min) + ".." + words(max),
        min,
        (text, base) -> within(time(text), min, max));
  }

  static ValueType<Long> size(long min, long max) {
    return new ValueType<>(
        "a size with its unit, as 64KiB, 4MiB, 1GiB; " + bytes(min) + ".." + bytes(max),
        min,
        (text, base) -> within(sized(text), min, max));
  }

  /** The names of an enum as settings write them: lower case, dashes. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    E[] values = type.getEnumConstants();
    return new ValueType<>(
        Arrays.stream(values)
            .map(ValueTypes::name)
            .collect(Collectors.joining(", ", "one of ", "")),
        values[0],
        (text, base) ->
            Arrays.stream(values)
                .filter(v -> name(v).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <C extends Comparable<C>> C within(C value, C min, C max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(value + " is outside");
    }
    return value;
  }

  private static long whole(String text) throws UnfitException {
    if (text.matches("[+-]?0\\d+")) {
      throw new UnfitException("a whole number without leading zeros");
    }
    return Long.parseLong(matched(INTEGER, text).group());
  }

  private static double decimal(String text) {
    return new BigDecimal(matched(NUMBER, text).group()).doubleValue();
  }

  private static double share(String text) {
    boolean percent = text.endsWith("%");
    double value = decimal(percent ? text.substring(0, text.length() - 1).strip() : text);
    return within(percent ? value / 100 : value, 0.0, 1.0);
  }

  private static Duration time(String text) {
    matched(DURATION, text);
    Duration sum = Duration.ZERO;
    Matcher part = DURATION_PART.matcher(text);
    while (part.find()) {
      Duration unit = Optional.ofNullable(TIME_UNITS.get(part.group(2))).orElseThrow();
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
    }
    return sum;
  }

  private static long sized(String text) {
    Matcher size = matched(SIZE, text);
    int shift = Optional.ofNullable(SIZE_SHIFTS.get(size.group(2))).orElseThrow();
    long number = Long.parseLong(size.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException(text);
    }
    return number << shift;
  }

  private static HostPort hostPort(String text, int lowestPort) {
    HostPort address = HostPort.parse(text);
    if (address.port() < lowestPort || !text.matches(".*:\\d{1,5}")) {
      throw new IllegalArgumentException(text);
    }
    matched(HOST, address.host());
    return address;
  }

  private static String oid(String text) {
    String oid = matched(OID, text).group(1);
    for (String arc : oid.split("\\.", -1)) {
      if (Long.parseLong(arc) > 0xffff_ffffL) {
        throw new IllegalArgumentException(text);
      }
    }
    return oid;
  }

  private static Path existingFile(String text, Path base) throws UnfitException {
    Path file = base.resolve(text).normalize();
    if (!Files.isRegularFile(file)) {
      throw new UnfitException("a file; there is none at " + file.toAbsolutePath());
    }
    if (!Files.isReadable(file)) {
      throw new UnfitException("a file that this user may read");
    }
    return file;
  }

  private static Path existingFolder(String text, Path base) throws UnfitException {
    Path folder = base.resolve(text).normalize();
    if (!Files.isDirectory(folder)) {
      throw new UnfitException("a folder; there is none at " + folder.toAbsolutePath());
    }
    if (!Files.isReadable(folder)) {
      throw new UnfitException("a folder that this user may read");
    }
    return folder;
  }

  private static Path ownFolder(String text, Path base) throws UnfitException {
    Path folder = base.resolve(text).normalize();
    Path nearest = folder.toAbsolutePath();
    while (nearest != null && !Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    if (nearest != null && !Files.isDirectory(nearest)) {
      throw new UnfitException("a folder; " + nearest + " is a file");
    }
    return folder;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Pattern pattern(String text) throws UnfitException {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new UnfitException(
          "a regular expression; at character " + (e.getIndex() + 1) + ": " + e.getDescription());
    }
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return matcher;
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** As settings write it, in the largest unit that leaves no rest. */
  static String words(Duration time) {
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      Duration one = Optional.ofNullable(TIME_UNITS.get(unit)).orElseThrow();
      if (time.toMillis() % one.toMillis() == 0 && !time.isZero()) {
        return time.dividedBy(one) + unit;
      }
    }
    return time.isZero() ? "0s" : time.toMillis() + "ms";
  }

  /** As settings write it, in the largest unit that leaves no rest. */
  static String bytes(long size) {
    for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      int shift = Optional.ofNullable(SIZE_SHIFTS.get(unit)).orElseThrow();
      if (size != 0 && size % (1L << shift) == 0) {
        return (size >> shift) + unit;
      }
    }
    return size + "B";
  }
}
