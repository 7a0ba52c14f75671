package org.hinomi.agent.match;

/** Told of each match, by the threads of the sources. */
@FunctionalInterface
public interface MatchListener {

  /** Takes note and returns at once: the source waits. */
  void matched(RuleMatch match);
}
