package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an alert is for, and which property of information it is about.
 *
 * @param purposes {@code cause}, {@code discovery}, {@code prevention}, in this order
 * @param properties {@code confidentiality}, {@code integrity}, {@code availability}, in this order
 */
public record Aims(List<String> purposes, List<String> properties) {
  public static final List<String> PURPOSES = List.of("cause", "discovery", "prevention");
  public static final List<String> PROPERTIES =
      List.of("confidentiality", "integrity", "availability");

  /** Of an alert whose rule says nothing. */
  public static final Aims NONE = new Aims(List.of(), List.of());

  private static final String PURPOSE = "purpose.";
  private static final String PROPERTY = "cia.";
  private static final String ATTACK = "attack.";

  /** What the tactics of MITRE ATT&CK, which public rules are tagged with, are after. */
  private static final Map<String, String> TACTICS =
      Map.ofEntries(
          Map.entry("reconnaissance", "confidentiality"),
          Map.entry("initial-access", "confidentiality"),
          Map.entry("credential-access", "confidentiality"),
          Map.entry("discovery", "confidentiality"),
          Map.entry("collection", "confidentiality"),
          Map.entry("command-and-control", "confidentiality"),
          Map.entry("exfiltration", "confidentiality"),
          Map.entry("execution", "integrity"),
          Map.entry("persistence", "integrity"),
          Map.entry("privilege-escalation", "integrity"),
          Map.entry("defense-evasion", "integrity"),
          Map.entry("stealth", "integrity"),
          Map.entry("defense-impairment", "integrity"),
          Map.entry("lateral-movement", "integrity"),
          Map.entry("impact", "availability"));

  public Aims {
    purposes = ordered(PURPOSES, purposes);
    properties = ordered(PROPERTIES, properties);
  }

  /**
   * What the tags of a rule on events say: {@code purpose.discovery}, {@code cia.availability}.
   * Where they name no purpose it is discovery; where they name no property, those that the tactics
   * of {@code attack} are after.
   */
  public static Aims ofTags(List<String> tags) {
    List<String> purposes = new ArrayList<>();
    List<String> properties = new ArrayList<>();
    List<String> tactics = new ArrayList<>();
    for (String tag : tags) {
      if (tag.startsWith(PURPOSE)) {
        purposes.add(tag.substring(PURPOSE.length()));
      } else if (tag.startsWith(PROPERTY)) {
        properties.add(tag.substring(PROPERTY.length()));
      } else if (tag.startsWith(ATTACK)) {
        String tactic = tag.substring(ATTACK.length()).replace('_', '-');
        Optional.ofNullable(TACTICS.get(tactic)).ifPresent(tactics::add);
      }
    }
    return new Aims(
        purposes.isEmpty() ? List.of("discovery") : purposes,
        properties.isEmpty() ? tactics : properties);
  }

  /** Why a tag is none; empty where it is one, or of another namespace. */
  static Optional<String> problem(String tag) {
    return problem(tag, PURPOSE, PURPOSES).or(() -> problem(tag, PROPERTY, PROPERTIES));
  }

  private static Optional<String> problem(String tag, String namespace, List<String> words) {
    if (!tag.startsWith(namespace) || words.contains(tag.substring(namespace.length()))) {
      return Optional.empty();
    }
    List<String> expected = words.stream().map(word -> namespace + word).toList();
    return Optional.of(tag + " (expected: " + String.join(", ", expected) + ")");
  }

  private static List<String> ordered(List<String> order, Collection<String> words) {
    TreeSet<String> given = new TreeSet<>(words);
    return order.stream().filter(given::contains).toList();
  }
}
