package org.hinomi.collector.review;

import java.io.IOException;
import java.util.List;

/** One question of a review. Stateless. Its title stands in the bundle under {@code check.ID}. */
public interface Check {
  /** Names it, as a file name. */
  String id();

  Step step();

  /** Asks. The same context gives the same result, byte by byte. */
  Result run(ReviewContext context) throws IOException;

  /** What a check gave. */
  record Result(List<Table> tables, List<Observation> observations) {
    public static final Result NONE = new Result(List.of(), List.of());

    public Result {
      tables = List.copyOf(tables);
      observations = List.copyOf(observations);
    }
  }
}
