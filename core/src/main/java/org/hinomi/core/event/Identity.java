package org.hinomi.core.event;

import static java.util.Objects.requireNonNull;

/**
 * The identity of a record an agent made: what carries one is recorded exactly once.
 *
 * @param agentId the agent's name for itself, made once at installation; not empty
 * @param incarnation drawn anew at each reinstall or loss of the agent's state, so that a sequence
 *     that starts again is not taken for a repetition; &gt; 0
 * @param sequence counts the records of one incarnation from 1, without gaps
 */
public record Identity(String agentId, long incarnation, long sequence) {

  public Identity {
    requireNonNull(agentId, "agentId");
    if (agentId.isEmpty()) {
      throw new IllegalArgumentException("agentId: \"\" (expected: at least one character)");
    }
    if (incarnation <= 0) {
      throw new IllegalArgumentException("incarnation: " + incarnation + " (expected: > 0)");
    }
    if (sequence <= 0) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: > 0)");
    }
  }
}
