package org.hinomi.collector.notify.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.notify.GroupMessage;
import org.jspecify.annotations.Nullable;

/** The alerts of a group that are not over: some by name, the others counted. For one thread. */
final class OpenAlerts {
  static final int MOST_NAMED = 50;

  private final Map<String, GroupState.Open> named = new LinkedHashMap<>();
  private long more;
  private long moreAcknowledged;

  OpenAlerts() {}

  OpenAlerts(Map<String, GroupState.Open> named, long more, long moreAcknowledged) {
    this.named.putAll(named);
    this.more = more;
    this.moreAcknowledged = moreAcknowledged;
  }

  Map<String, GroupState.Open> named() {
    return Collections.unmodifiableMap(named);
  }

  Collection<String> lives() {
    return named.keySet();
  }

  long more() {
    return more;
  }

  long moreAcknowledged() {
    return moreAcknowledged;
  }

  long count() {
    return named.size() + more;
  }

  void add(Transition step) {
    String life = step.life();
    if (step.kind() == Transition.Kind.CLEARED) {
      if (named.remove(life) == null) {
        countLess();
      }
    } else if (named.containsKey(life) || named.size() < MOST_NAMED) {
      GroupState.Open before = named.get(life);
      if (before == null && step.kind() == Transition.Kind.CHANGED) {
        countLess(); // it was one of those that are only counted
      }
      boolean kept =
          before == null ? named.size() < GroupMessage.MOST_STEPS : before.step() != null;
      // Worse than what somebody acknowledged is new; and so is what is told once more.
      boolean acknowledged =
          before != null
              && before.acknowledged()
              && step.kind() == Transition.Kind.CHANGED
              && step.severity().compareTo(before.severity()) <= 0;
      named.put(life, new GroupState.Open(step.severity(), acknowledged, kept ? step : null));
    } else if (step.kind() == Transition.Kind.RAISED) {
      more++;
    }
  }

  private void countLess() {
    if (more > 0) {
      more--;
      moreAcknowledged = Math.min(moreAcknowledged, more);
    }
  }

  /**
   * Somebody sees to all that is open now.
   *
   * @return whether nobody did to some of it
   */
  boolean acknowledge() {
    boolean some =
        more > moreAcknowledged || named.values().stream().anyMatch(alert -> !alert.acknowledged());
    named.replaceAll((life, alert) -> new GroupState.Open(alert.severity(), true, alert.step()));
    moreAcknowledged = more;
    return some;
  }

  /** Whether there is one that nobody sees to. */
  boolean unacknowledged(Acknowledged acknowledged) {
    if (more > moreAcknowledged) {
      return true;
    }
    for (Map.Entry<String, GroupState.Open> alert : named.entrySet()) {
      if (!alert.getValue().acknowledged() && !acknowledged.is(alert.getKey())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The worst severity.
   *
   * @param ofMore of those that are only counted, as far as is known
   */
  Severity worst(@Nullable Severity ofMore) {
    Severity worst = more > 0 && ofMore != null ? ofMore : Severity.WARNING;
    for (GroupState.Open alert : named.values()) {
      worst = alert.severity().compareTo(worst) > 0 ? alert.severity() : worst;
    }
    return worst;
  }

  /** Steps of some, the worst first. */
  List<Transition> steps() {
    List<Transition> steps = new ArrayList<>();
    for (GroupState.Open alert : named.values()) {
      Transition step = alert.step();
      if (step != null) {
        steps.add(step);
      }
    }
    steps.sort(Comparator.comparing(Transition::severity, Comparator.reverseOrder()));
    return steps;
  }
}
