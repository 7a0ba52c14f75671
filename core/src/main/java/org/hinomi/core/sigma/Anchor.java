package org.hinomi.core.sigma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text that must be there for a rule to match: the whole of a field, or in it.
 *
 * @param field the field; "" for the texts of the event
 * @param literal folded
 * @param whole whether it must be the whole value
 */
record Anchor(String field, String literal, boolean whole) {
  /** Shorter literals are in too many texts to be worth looking for. */
  private static final int SHORTEST = 2;

  /**
   * Anchors of which at least one is in every event that the detection matches, the rarest that can
   * be told; null where there are none, so that every event has to be looked at.
   *
   * @param uses how many rules could use each anchor: what many rules name is common in events too
   */
  static @Nullable List<Anchor> of(Detection detection, Map<Anchor, Integer> uses) {
    return switch (detection) {
      case Detection.Field field -> of(field.name(), field.test());
      case Detection.Keyword keyword -> of("", keyword.test());
      case Detection.And and -> {
        List<Anchor> best = null;
        for (Detection part : and.parts()) {
          List<Anchor> anchors = of(part, uses);
          if (anchors != null && (best == null || cost(anchors, uses) < cost(best, uses))) {
            best = anchors;
          }
        }
        yield best;
      }
      case Detection.Or or -> {
        List<Anchor> all = new ArrayList<>();
        for (Detection part : or.parts()) {
          List<Anchor> anchors = of(part, uses);
          if (anchors == null) {
            yield null;
          }
          all.addAll(anchors);
        }
        yield all;
      }
      case Detection.Not _, Detection.Null _, Detection.Exists _, Detection.Reference _ -> null;
    };
  }

  /** Counts in how many of the detections each anchor stands. */
  static Map<Anchor, Integer> uses(Collection<Detection> detections) {
    Map<Anchor, Integer> uses = new HashMap<>();
    for (Detection detection : detections) {
      count(detection, uses);
    }
    return uses;
  }

  private static void count(Detection detection, Map<Anchor, Integer> uses) {
    switch (detection) {
      case Detection.And and -> and.parts().forEach(part -> count(part, uses));
      case Detection.Or or -> or.parts().forEach(part -> count(part, uses));
      case Detection.Field _, Detection.Keyword _ -> {
        List<Anchor> anchors = of(detection, Map.of());
        if (anchors != null) {
          anchors.forEach(anchor -> uses.merge(anchor, 1, Integer::sum));
        }
      }
      case Detection.Not _, Detection.Null _, Detection.Exists _, Detection.Reference _ -> {}
    }
  }

  private static @Nullable List<Anchor> of(String field, ValueTest test) {
    if (!(test instanceof Pattern pattern)) {
      return null;
    }
    String whole = pattern.onlyText();
    if (whole != null) {
      return List.of(new Anchor(field, whole, true));
    }
    String literal = pattern.longestLiteral();
    return literal.length() < SHORTEST ? null : List.of(new Anchor(field, literal, false));
  }

  private static double cost(List<Anchor> anchors, Map<Anchor, Integer> uses) {
    double cost = 0;
    for (Anchor anchor : anchors) {
      double length = Math.min(anchor.literal.length(), 12) + (anchor.whole ? 2.0 : 0);
      cost += uses.getOrDefault(anchor, 1) / (length * length);
    }
    return cost;
  }
}
