package org.hinomi.agent.spool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that are given out together, in order.
 *
 * @param positions what of each stream is done when all of them are acknowledged
 */
record Batch(List<Spooled> records, Map<StreamKey, String> positions) {

  /** What is left of a block to be sent; a start knows the positions of what is not. */
  static Batch of(List<Spooled> records) {
    Map<StreamKey, String> positions = new HashMap<>();
    for (Spooled record : records) {
      SpoolEntry entry = record.entry();
      if (!entry.position().isEmpty()) {
        positions.put(new StreamKey(entry.source(), entry.stream()), entry.position());
      }
    }
    return new Batch(records, positions);
  }
}
