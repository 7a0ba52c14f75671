package org.hinomi.core.windows.evtx;

import java.util.List;

/** A part of binary XML, read once and then applied to the values of many records. */
sealed interface Node {
  record Element(String name, List<Attribute> attributes, List<Node> children) implements Node {}

  record Attribute(String name, List<Node> value) {}

  record Text(String text) implements Node {}

  /** The place of a value; an optional one makes an attribute disappear when it is null. */
  record Substitution(int index, boolean optional) implements Node {}

  record Instance(List<Node> template, Values values) implements Node {}
}
