package org.hinomi.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopsTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void endsTheLastFirstAndEachOnceAlsoAfterAFailure() {
    Stops stops = new Stops();
    stops.add("first", () -> ended.add("first"));
    stops.add(
        "second",
        () -> {
          throw new IOException("as a test");
        });
    stops.add("third", () -> ended.add("third"));
    stops.close();
    stops.close();
    assertThat(ended).containsExactly("third", "first");
  }
}
