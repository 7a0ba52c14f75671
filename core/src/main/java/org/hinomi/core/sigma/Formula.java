package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A detection over numbered leaves, the cheap parts first. */
sealed interface Formula {
  boolean holds(Trial trial);

  /** About what an answer costs, 1 for a look at a bit. */
  int cost();

  /** One leaf. */
  record One(Leaf leaf) implements Formula {
    @Override
    public boolean holds(Trial trial) {
      return trial.holds(leaf);
    }

    @Override
    public int cost() {
      if (leaf.isExact()) {
        return 1;
      }
      boolean regex =
          leaf.detection() instanceof Detection.Field field && field.test() instanceof Regex
              || leaf.detection() instanceof Detection.Keyword word && word.test() instanceof Regex;
      return (leaf.literals() == null ? 10 : 3) * (regex ? 20 : 1);
    }
  }

  /** One of many leaves, all exact. */
  record AnyOf(List<Leaf> leaves, int[] fields, int[] numbers) implements Formula {
    @Override
    public boolean holds(Trial trial) {
      for (int i = 0; i < fields.length; i++) {
        trial.search(fields[i]);
      }
      for (int i = 0; i < numbers.length; i++) {
        if (trial.isFound(numbers[i])) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return 1 + numbers.length / 8;
    }
  }

  /** All of them. */
  record And(List<Formula> parts) implements Formula {
    @Override
    public boolean holds(Trial trial) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).holds(trial)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int cost() {
      return parts.stream().mapToInt(Formula::cost).sum();
    }
  }

  /** One of them. */
  record Or(List<Formula> parts) implements Formula {
    @Override
    public boolean holds(Trial trial) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).holds(trial)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return parts.stream().mapToInt(Formula::cost).sum();
    }
  }

  /** Not this one. */
  record Not(Formula part) implements Formula {
    @Override
    public boolean holds(Trial trial) {
      return !part.holds(trial);
    }

    @Override
    public int cost() {
      return part.cost();
    }
  }

  /** Compiles a detection. */
  static Formula of(Detection detection, LeafTable leaves) {
    return switch (detection) {
      case Detection.And and -> and(and.parts(), leaves);
      case Detection.Or or -> or(or.parts(), leaves);
      case Detection.Not not -> new Not(of(not.part(), leaves));
      case Detection.Field _,
          Detection.Keyword _,
          Detection.Exists _,
          Detection.Null _,
          Detection.Reference _ ->
          new One(leaves.leaf(detection));
    };
  }

  private static Formula and(List<Detection> parts, LeafTable leaves) {
    List<Formula> all = new ArrayList<>();
    for (Detection part : parts) {
      Formula formula = of(part, leaves);
      if (formula instanceof And inner) {
        all.addAll(inner.parts);
      } else {
        all.add(formula);
      }
    }
    all.sort(Comparator.comparingInt(Formula::cost));
    return all.size() == 1 ? all.getFirst() : new And(List.copyOf(all));
  }

  private static Formula or(List<Detection> parts, LeafTable leaves) {
    List<Leaf> exact = new ArrayList<>();
    List<Formula> others = new ArrayList<>();
    for (Detection part : parts) {
      Formula formula = of(part, leaves);
      switch (formula) {
        case One one when one.leaf.isExact() -> exact.add(one.leaf);
        case AnyOf inner -> exact.addAll(inner.leaves);
        case Or inner -> others.addAll(inner.parts);
        case One _, And _, Not _ -> others.add(formula);
      }
    }
    if (!exact.isEmpty()) {
      List<Leaf> distinct = exact.stream().distinct().toList();
      others.add(
          new AnyOf(
              distinct,
              distinct.stream().mapToInt(Leaf::field).distinct().toArray(),
              distinct.stream().mapToInt(Leaf::number).toArray()));
    }
    others.sort(Comparator.comparingInt(Formula::cost));
    return others.size() == 1 ? others.getFirst() : new Or(List.copyOf(others));
  }
}
