package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers what rules ask, each question once, and the fields whose literals answer them. */
final class LeafTable {
  private final Map<Detection, Leaf> leaves = new LinkedHashMap<>();
  private final Map<String, Integer> fields = new LinkedHashMap<>();
  private final Map<Leaf, Integer> uses = new HashMap<>();

  /** The leaf that asks this. */
  Leaf leaf(Detection question) {
    Leaf leaf = leaves.get(question);
    if (leaf == null) {
      Literals literals =
          switch (question) {
            case Detection.Field field -> Literals.of(field.test());
            case Detection.Keyword word -> Literals.of(word.test());
            default -> null;
          };
      String name = question instanceof Detection.Field field ? field.name() : "";
      int number = fields.size();
      Integer known = literals == null ? Integer.valueOf(-1) : fields.putIfAbsent(name, number);
      leaf =
          new Leaf(
              leaves.size(),
              known == null ? number : known,
              question,
              literals,
              Leaf.Asked.of(question));
      leaves.put(question, leaf);
    }
    uses.merge(leaf, 1, Integer::sum);
    return leaf;
  }

  /** In how many places of the rules the leaf is: what many rules name is common in events too. */
  int uses(Leaf leaf) {
    return uses.getOrDefault(leaf, 1);
  }

  /** All leaves, by their numbers. */
  List<Leaf> leaves() {
    return List.copyOf(leaves.values());
  }

  /** The fields, by their numbers; "" for the texts of the event. */
  List<String> fields() {
    return new ArrayList<>(fields.keySet());
  }
}
