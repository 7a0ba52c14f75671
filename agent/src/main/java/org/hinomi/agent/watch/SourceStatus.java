package org.hinomi.agent.watch;

import static java.util.Objects.requireNonNull;

import org.hinomi.core.event.SourceReason;

/**
 * How a source stands.
 *
 * @param state where it is
 * @param reason what a person should know and do
 * @param records records handed on since the start
 * @param cutRecords records of these that were cut because they were too long
 * @param cutBytes bytes left out of them
 * @param gaps times that something was found to be lost: a truncated file, a vacuumed journal
 */
public record SourceStatus(
    State state, SourceReason reason, long records, long cutRecords, long cutBytes, long gaps) {

  /** Where a source is. */
  public enum State {
    /** Not yet started. */
    NEW,
    /** Reads, or has read all there is. */
    READING,
    /** What it watches is not there; it looks again. */
    WAITING,
    /** What it watches cannot be read; it tries again. */
    FAILED,
    /** Closed. */
    STOPPED
  }

  public SourceStatus {
    requireNonNull(state, "state");
    requireNonNull(reason, "reason");
  }
}
