package org.hinomi.core.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.hinomi.core.settings.Place.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a settings file, read key by key:
 *
 * <pre>{@code
 * static Sampling read(Section s) {
 *   return new Sampling(
 *       s.duration("interval").orElse(Duration.ofSeconds(10)),
 *       s.share("warning").required(),                 // 90% or 0.9
 *       s.address("to").oneOrMore(),                   // one host:port, or a list of them
 *       s.section("filesystems").text("exclude-types").list(List.of("tmpfs")),
 *       s.sections("groups").stream().map(Group::read).toList());
 * }
 * Sampling sampling = new SettingsLoader(System.getenv()).load(file, overrides, Sampling::read);
 * }</pre>
 *
 * Nothing here throws for what an operator wrote: each method reports the problem and returns a
 * value that fits the type, and {@link SettingsLoader} throws when all was read. Every key that a
 * reader can understand must be asked for each time, also where another key makes it pointless: a
 * key that nobody asked for is an unknown key.
 *
 * <p>Relative paths start from the folder of the file. For one thread.
 */
public final class Section {

  private static final Duration LONGEST_TIME = Duration.ofDays(36_500);

  private static final String A_MAPPING = "a mapping: key: value, one a line";

  private final Problems problems;
  private final Interpolation interpolation;
  private final @Nullable ImmutableNode node;
  private final Place place;
  private final String path;
  private final boolean usable;
  private final Set<String> known = new TreeSet<>();
  private final Map<String, Section> inner = new LinkedHashMap<>();

  /** The mapping that a file is as a whole. */
  static Section top(Problems problems, Interpolation interpolation, ImmutableNode root) {
    Place whole = Place.of(root);
    boolean mapping = whole.kind() == Kind.MAPPING || whole.kind() == Kind.EMPTY;
    if (!mapping) {
      problems.add(whole, "", whole.kind().words(), A_MAPPING);
    }
    return new Section(problems, interpolation, mapping ? root : null, whole, "", mapping);
  }

  private Section(
      Problems problems,
      Interpolation interpolation,
      @Nullable ImmutableNode node,
      Place place,
      String path,
      boolean usable) {
    this.problems = problems;
    this.interpolation = interpolation;
    this.node = node;
    this.place = place;
    this.path = path;
    this.usable = usable;
  }

  public Setting<String> text(String key) {
    return setting(key, ValueTypes.TEXT);
  }

  public Setting<Long> integer(String key) {
    return integer(key, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  public Setting<Long> integer(String key, long min, long max) {
    return setting(key, ValueTypes.integer(min, max));
  }

  public Setting<Double> number(String key) {
    return number(key, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  public Setting<Double> number(String key, double min, double max) {
    return setting(key, ValueTypes.number(min, max));
  }

  /** {@code true} or {@code false}; {@code NO} and {@code on} are refused, not guessed at. */
  public Setting<Boolean> bool(String key) {
    return setting(key, ValueTypes.BOOL);
  }

  /** {@code 30s}, {@code 1h30m}, {@code 2d}: units ms, s, m, h, d, w, never left out. */
  public Setting<Duration> duration(String key) {
    return duration(key, Duration.ZERO, LONGEST_TIME);
  }

  public Setting<Duration> duration(String key, Duration min, Duration max) {
    return setting(key, ValueTypes.duration(min, max));
  }

  /** Bytes: {@code 64KiB}, {@code 4MiB}: units B, KiB, MiB, GiB, TiB, never left out. */
  public Setting<Long> size(String key) {
    return size(key, 0, 1L << 60);
  }

  public Setting<Long> size(String key, long min, long max) {
    return setting(key, ValueTypes.size(min, max));
  }

  /** 0..1, written as {@code 90%} or {@code 0.9}. */
  public Setting<Double> share(String key) {
    return setting(key, ValueTypes.SHARE);
  }

  /** Where to send: {@code host:port}, {@code [ipv6]:port}. Names are not looked up here. */
  public Setting<HostPort> address(String key) {
    return setting(key, ValueTypes.ADDRESS);
  }

  /** Where to listen: as {@link #address}, and port 0 for any free one. */
  public Setting<HostPort> listenAddress(String key) {
    return setting(key, ValueTypes.LISTEN_ADDRESS);
  }

  public Setting<InetAddress> ip(String key) {
    return setting(key, ValueTypes.IP);
  }

  public Setting<Cidr> cidr(String key) {
    return setting(key, ValueTypes.CIDR);
  }

  /** Dotted numbers without a leading dot. */
  public Setting<String> oid(String key) {
    return setting(key, ValueTypes.OBJECT_ID);
  }

  public Setting<Path> path(String key) {
    return setting(key, ValueTypes.PATH);
  }

  /** A regular file that exists and may be read. */
  public Setting<Path> existingFile(String key) {
    return setting(key, ValueTypes.EXISTING_FILE);
  }

  /** A folder that exists and may be read, as that of the rules. */
  public Setting<Path> existingFolder(String key) {
    return setting(key, ValueTypes.EXISTING_FOLDER);
  }

  /** A folder that the program makes when it is not there; nothing is made here. */
  public Setting<Path> ownFolder(String key) {
    return setting(key, ValueTypes.OWN_FOLDER);
  }

  public Setting<ZoneId> zone(String key) {
    return setting(key, ValueTypes.ZONE);
  }

  public Setting<Charset> charset(String key) {
    return setting(key, ValueTypes.CHARSET);
  }

  public Setting<Pattern> pattern(String key) {
    return setting(key, ValueTypes.PATTERN);
  }

  /** One of the enum's names, in lower case and with dashes. */
  public <E extends Enum<E>> Setting<E> oneOf(String key, Class<E> type) {
    return setting(key, ValueTypes.oneOf(type));
  }

  /**
   * A required name by which logs, counters and kept state tell entries of a list apart.
   *
   * @param taken the names of the entries before, to which this one is added
   */
  public String uniqueName(String key, Set<String> taken) {
    Setting<String> setting =
        text(key)
            .where(
                n -> n.matches("[A-Za-z0-9._-]{1,64}"),
                "a name of at most 64 letters, digits, dots, dashes and underscores");
    if (!has(key)) {
      return setting.required();
    }
    Optional<String> name = setting.optional();
    name.filter(n -> !taken.add(n))
        .ifPresent(n -> problem(key, n, "a name that no other entry has"));
    return name.orElse("-");
  }

  private <T> Setting<T> setting(String key, ValueType<T> type) {
    return new Setting<>(this, key, type);
  }

  /**
   * A secret from {@code KEY} itself, from the file that {@code KEY-file} names, or from the
   * environment variable that {@code KEY-env} names; at most one of them.
   */
  public Optional<Secret> optionalSecret(String key) {
    List<String> given =
        Stream.of(key, key + "-file", key + "-env").filter(k -> child(k).isPresent()).toList();
    if (given.size() > 1) {
      for (String second : given.subList(1, given.size())) {
        child(second).ifPresent(n -> report(n, second, "one too many", "only " + given.getFirst()));
      }
    }
    return given.isEmpty() ? Optional.empty() : Optional.of(secret(key, given.getFirst()));
  }

  /** As {@link #optionalSecret}; a problem when there is none. */
  public Secret requiredSecret(String key) {
    return optionalSecret(key)
        .orElseGet(
            () -> {
              reportMissing(key, "a secret: " + key + "-file, " + key + "-env or " + key);
              return new Secret("-");
            });
  }

  private Secret secret(String key, String given) {
    ImmutableNode found = child(given).orElseThrow();
    Place where = Place.of(found);
    String source = String.valueOf(found.getValue());
    if (where.kind() != Kind.TEXT || source.isBlank()) {
      report(found, given, where.kind() == Kind.TEXT ? "blank" : where.kind().words(), "a text");
      return new Secret("-");
    }
    try {
      String text = resolve(source, where);
      if (given.equals(key)) {
        return new Secret(text);
      }
      return new Secret(
          given.endsWith("-file") ? fromFile(text, where.base()) : fromEnvironment(text));
    } catch (UnfitException e) {
      report(found, given, given.endsWith("-file") ? source : "<secret>", e.expected());
      return new Secret("-");
    }
  }

  private static String fromFile(String name, Path base) throws UnfitException {
    try {
      return SecretFile.read(base.resolve(name));
    } catch (IOException | InvalidPathException e) {
      throw new UnfitException(SecretFile.expected(e));
    }
  }

  private String fromEnvironment(String name) throws UnfitException {
    String value = interpolation.environment().get(name);
    if (value == null || value.isBlank()) {
      throw new UnfitException("the name of an environment variable that is set");
    }
    return value.strip();
  }

  /** The mapping behind a key; an empty one, with all its defaults, when the key is absent. */
  public Section section(String key) {
    return child(key).map(n -> mapping(n, key)).orElseGet(() -> absent(key));
  }

  /** The mapping behind a key, where the key is there. */
  public Optional<Section> optionalSection(String key) {
    return child(key).map(n -> mapping(n, key));
  }

  /** The mappings of a list; none when the key is absent or has nothing behind it. */
  public List<Section> sections(String key) {
    List<Section> result = new ArrayList<>();
    ImmutableNode list = childOf(key, Kind.LIST).orElse(null);
    if (list != null) {
      int index = 0;
      for (ImmutableNode entry : list.getChildren()) {
        result.add(mapping(entry, key + "[" + index++ + "]"));
      }
    }
    return List.copyOf(result);
  }

  /** The mappings in a mapping, by their names, in the file's order. */
  public Map<String, Section> named(String key) {
    Map<String, Section> result = new LinkedHashMap<>();
    childOf(key, Kind.MAPPING)
        .ifPresent(
            n ->
                n.getChildren()
                    .forEach(
                        c ->
                            result.put(
                                c.getNodeName(),
                                mapping(c, YamlConfiguration.path(key, c.getNodeName())))));
    return result;
  }

  /** The texts in a mapping, by their names, in the file's order. */
  public Map<String, String> map(String key) {
    Map<String, String> result = new LinkedHashMap<>();
    childOf(key, Kind.MAPPING)
        .ifPresent(
            n -> {
              Section texts = mapping(n, key);
              texts.keys().forEach(name -> result.put(name, texts.text(name).required()));
            });
    return result;
  }

  /** What is written here, in one line of YAML: nothing of what a reader makes of it is in it. */
  public String written() {
    StringBuilder text = new StringBuilder();
    if (node == null) {
      text.append("{}");
    } else {
      WrittenYaml.append(text, node);
    }
    return text.toString();
  }

  /** The keys that are written, in the file's order. */
  public List<String> keys() {
    return node == null
        ? List.of()
        : node.getChildren().stream().map(ImmutableNode::getNodeName).toList();
  }

  public boolean has(String key) {
    return child(key).isPresent();
  }

  /**
   * Reports a problem that only the reader can see, as two keys that do not go together.
   *
   * @param value what is wrong, or what stands there; never a secret
   */
  public void problem(String key, String value, String expected) {
    ImmutableNode found = child(key).orElse(null);
    problems.add(found == null ? place : Place.of(found), full(key), value, expected);
  }

  /** Names a key of an earlier version: a problem when it is still there. */
  public void removed(String key, String instead) {
    child(key).ifPresent(n -> report(n, key, "no longer a setting", instead));
    known.remove(key);
  }

  /** Exactly one of the keys must be there. Returns it; the first when the file is wrong. */
  public String exactlyOneOf(String... keys) {
    List<String> given = Stream.of(keys).filter(this::has).toList();
    String all = String.join(", ", keys);
    if (given.isEmpty() && usable) {
      problems.add(place, path, "incomplete", "one of the keys " + all);
    }
    given.stream()
        .skip(1)
        .forEach(key -> problem(key, "too much beside " + given.getFirst(), "one of " + all));
    return given.isEmpty() ? keys[0] : given.getFirst();
  }

  /** Reports the keys that nobody asked for, here and in all sections below. */
  void done() {
    for (String key : keys()) {
      if (!known.contains(key)) {
        child(key).ifPresent(n -> reportUnknown(n, key));
        known.remove(key);
      }
    }
    inner.values().forEach(Section::done);
  }

  private void reportUnknown(ImmutableNode found, String key) {
    Set<String> others = new TreeSet<>(known);
    others.remove(key);
    int colon = key.indexOf(':');
    if (colon >= 0) {
      // {password:x}: what follows the colon was meant as a value and may be a secret.
      report(found, key.substring(0, colon), "a key with a colon in it", "a space after the colon");
      return;
    }
    String expected = others.isEmpty() ? "no keys here" : "one of " + String.join(", ", others);
    report(
        found,
        key,
        "unknown key",
        Nearest.to(key, others).map(n -> expected + "; did you mean " + n + "?").orElse(expected));
  }

  /** One object for a key, however often it is asked for: it knows what was asked of it. */
  private Section mapping(ImmutableNode found, String key) {
    Section seen = inner.get(key);
    if (seen != null) {
      return seen;
    }
    Place where = Place.of(found);
    boolean mapping = where.kind() == Kind.MAPPING || where.kind() == Kind.EMPTY;
    if (!mapping) {
      report(found, key, where.kind().words(), A_MAPPING);
    }
    Section section =
        new Section(
            problems, interpolation, mapping ? found : null, where, full(key), usable && mapping);
    inner.put(key, section);
    return section;
  }

  private Section absent(String key) {
    return new Section(problems, interpolation, null, place, full(key), usable);
  }

  private Optional<ImmutableNode> childOf(String key, Kind kind) {
    ImmutableNode found = child(key).orElse(null);
    if (found == null) {
      return Optional.empty();
    }
    Kind is = Place.of(found).kind();
    if (is != kind && is != Kind.EMPTY) {
      report(found, key, is.words(), kind.words());
      return Optional.empty();
    }
    return Optional.of(found);
  }

  Optional<ImmutableNode> child(String key) {
    known.add(key);
    return node == null ? Optional.empty() : node.getChildren(key).stream().findFirst();
  }

  void report(ImmutableNode found, String key, String value, String expected) {
    problems.add(Place.of(found), full(key), value, expected);
  }

  void reportMissing(String key, String expected) {
    if (usable) {
      problems.add(place, full(key), "missing", expected);
    }
  }

  String resolve(String text, Place where) throws UnfitException {
    return interpolation.resolve(text, where.base());
  }

  private String full(String key) {
    return YamlConfiguration.path(path, key);
  }
}
