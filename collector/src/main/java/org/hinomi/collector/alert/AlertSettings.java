package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.text.Glob;

/**
 * How alerts are told, grouped and ranked.
 *
 * @param groupBy labels; alerts with the same values of these belong together
 * @param flapping when an alert comes and goes too often to be told each time
 * @param inhibitions which alerts keep which others from being told
 * @param important hosts whose alerts go before others
 * @param unimportant hosts whose alerts come after others
 * @param persons names of accounts that may do much; letter case does not matter
 */
public record AlertSettings(
    List<String> groupBy,
    Flapping flapping,
    List<Inhibition> inhibitions,
    HostGroup important,
    HostGroup unimportant,
    List<Glob> persons) {

  public static final AlertSettings DEFAULT =
      new AlertSettings(
          List.of("host.name"),
          new Flapping(5, Duration.ofHours(1)),
          List.of(
              new Inhibition(
                  List.of(new Glob("host-down")), List.of(new Glob("*")), List.of("host.name"))),
          new HostGroup("important", List.of()),
          new HostGroup("unimportant", List.of()),
          List.of(new Glob("root"), new Glob("admin*")));

  public AlertSettings {
    groupBy = List.copyOf(groupBy);
    requireNonNull(flapping, "flapping");
    inhibitions = List.copyOf(inhibitions);
    requireNonNull(important, "important");
    requireNonNull(unimportant, "unimportant");
    persons = List.copyOf(persons);
  }

  /**
   * An alert that was raised more often than {@code raises} times within a span flaps: it is not
   * told until it has been raised less often.
   */
  public record Flapping(int raises, Duration within) {
    public Flapping {
      requireNonNull(within, "within");
      if (raises < 1) {
        throw new IllegalArgumentException("raises: " + raises + " (expected: 1 or more)");
      }
    }
  }

  /**
   * While an alert of {@code source} fires, those of {@code target} are not told, where both have
   * the same values of {@code equal}. No alert holds itself back.
   *
   * @param source keys or titles of rules
   * @param target keys or titles of rules
   */
  public record Inhibition(List<Glob> source, List<Glob> target, List<String> equal) {
    public Inhibition {
      source = List.copyOf(source);
      target = List.copyOf(target);
      equal = List.copyOf(equal);
    }

    static boolean fits(List<Glob> globs, String rule, String title) {
      for (Glob glob : globs) {
        if (glob.matches(rule) || glob.matches(title)) {
          return true;
        }
      }
      return false;
    }

    /** The values that must be the same. */
    List<String> values(Map<String, String> labels) {
      List<String> values = new ArrayList<>(equal.size());
      equal.forEach(name -> values.add(labels.getOrDefault(name, "")));
      return values;
    }
  }

  /** Names the group of an alert: {@code host.name=fs01}; "" where it has none of the labels. */
  public String group(Map<String, String> labels) {
    StringBuilder group = new StringBuilder();
    for (String name : groupBy) {
      String value = labels.get(name);
      if (value != null) {
        group.append(group.isEmpty() ? "" : ", ").append(name).append('=').append(value);
      }
    }
    return group.toString();
  }
}
