package org.hinomi.collector.alert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import org.hinomi.collector.detect.ConditionChange;
import org.hinomi.collector.detect.MatchChange;

/**
 * Names that come out the same whenever the same records are read again: the first 128 bits of a
 * SHA-256, as 32 hexadecimal digits. Each part goes in with its length before it, so that no two
 * lists of parts look alike.
 */
final class Identities {
  private final MessageDigest digest;

  private Identities() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Name of an alert, for all of its lives. */
  static String alert(String rule, SortedMap<String, String> labels) {
    return new Identities().add(rule).add(labels).hex();
  }

  /** Name of one life of an alert. */
  static String life(String rule, SortedMap<String, String> labels, long sinceMicros) {
    return new Identities().add(rule).add(labels).add(sinceMicros).hex();
  }

  /** Name of a step that a record led to. */
  static String transition(ConditionChange change) {
    return new Identities()
        .add(change.series().threshold())
        .add(change.series().labels())
        .add(change.kind().name())
        .add(change.severity().name())
        .add(change.position())
        .hex();
  }

  /** Name of a step that an event, or the want of one, led to. */
  static String transition(MatchChange change) {
    return new Identities()
        .add(change.alert().threshold())
        .add(change.alert().labels())
        .add(change.kind().name())
        .add(change.state().severity().name())
        .add(change.state().newest().position())
        .hex();
  }

  /** Name of the end of an alert whose threshold was taken away. */
  static String removal(String rule, SortedMap<String, String> labels, long sinceMicros) {
    return new Identities().add(rule).add(labels).add("removal").add(sinceMicros).hex();
  }

  /** Name of a step that a person took at a time, or that time itself led to. */
  static String act(Transition about, Transition.Kind kind, long atMicros) {
    return new Identities()
        .add(about.rule())
        .add(about.labels())
        .add(kind.name())
        .add(about.id())
        .add(atMicros)
        .hex();
  }

  /** Name of a silence, the first eight digits. */
  static String silence(String matchers, String by, long madeMicros) {
    return new Identities().add(matchers).add(by).add(madeMicros).hex().substring(0, 8);
  }

  private Identities add(SortedMap<String, String> labels) {
    add(labels.size());
    labels.forEach((name, value) -> add(name).add(value));
    return this;
  }

  private Identities add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  private Identities add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
