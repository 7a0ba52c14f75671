package org.hinomi.collector.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Fields;

/**
 * Adds to each batch what the collector knows besides: which events are resends, whose clock is
 * off, and the retention class under which each is kept. Not thread-safe.
 */
public final class Enricher implements UnaryOperator<List<Decoded>> {
  private final ResendMarker resends;
  private final ClockSkew clocks;
  private final Function<Event, String> retention;

  /**
   * @param retention gives the class of an event; called for each, so it must cost next to nothing
   */
  public Enricher(ResendMarker resends, ClockSkew clocks, Function<Event, String> retention) {
    this.resends = resends;
    this.clocks = clocks;
    this.retention = retention;
  }

  /** Takes the batch whose records {@link ResendMarker#around} has seen since the last call. */
  @Override
  public List<Decoded> apply(List<Decoded> batch) {
    List<Decoded> enriched = new ArrayList<>(batch.size());
    for (Decoded decoded : resends.mark(batch)) {
      if (decoded instanceof SampleRound round) {
        clocks.look(round);
      }
      enriched.add(
          decoded instanceof Event event
              ? clocks.look(event).with(Fields.RETENTION_CLASS, retention.apply(event))
              : decoded);
    }
    return enriched;
  }
}
