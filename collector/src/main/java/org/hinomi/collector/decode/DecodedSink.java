package org.hinomi.collector.decode;

import java.util.List;

/**
 * A consumer behind the decoders (the record, the detection). It keeps its own position on disk,
 * together with what it made of the records, so that each record has its effect exactly once.
 */
public interface DecodedSink {

  /** First position it has not seen, as its last commit says; 1 on an empty history. */
  long nextPosition();

  /**
   * Takes a batch. Records before {@link #nextPosition()} are skipped.
   *
   * @param batch in the order of positions, without gaps
   * @param endPosition the position after the last of the batch
   */
  void accept(List<Decoded> batch, long endPosition) throws Exception;
}
