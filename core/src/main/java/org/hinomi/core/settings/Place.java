package org.hinomi.core.settings;

import java.nio.file.Path;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Where a node of the tree stood, and what it was: kept as the node's only attribute.
 *
 * @param file as named on the command line
 * @param base the folder that relative paths start from
 * @param line from 1
 * @param column from 1
 * @param kind what was written there
 */
record Place(Path file, Path base, int line, int column, Kind kind) {

  /** What YAML knows; {@code EMPTY} is a key without a value, or a plain {@code null}. */
  enum Kind {
    MAPPING("a mapping"),
    LIST("a list"),
    TEXT("a text"),
    EMPTY("empty");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final String ATTRIBUTE = "place";

  /** The name of list entries, which have none of their own. */
  static final String ENTRY = "entry";

  ImmutableNode.Builder node(String name) {
    return new ImmutableNode.Builder().name(name).addAttribute(ATTRIBUTE, this);
  }

  static Place of(ImmutableNode node) {
    if (node.getAttributes().get(ATTRIBUTE) instanceof Place place) {
      return place;
    }
    throw new IllegalStateException("node " + node + " was not made by YamlConfiguration");
  }
}
