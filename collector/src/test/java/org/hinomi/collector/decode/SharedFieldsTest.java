package org.hinomi.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedFieldsTest {
  private final SharedFields fields = new SharedFields(Map.of("a", "1"));

  @Test
  void oneFieldMoreGivesTheSameObjectAgain() {
    SharedFields more = fields.with("b", 2L);

    assertThat(more).isEqualTo(Map.of("a", "1", "b", 2L)).isSameAs(fields.with("b", 2L));
    assertThat(fields.with("b", 3L)).containsEntry("b", 3L);
    assertThat(fields).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void remembersTheLastFewOfThem() {
    SharedFields one = fields.with("b", 1L);
    for (long i = 2; i < 8; i++) {
      assertThat(fields.with("b", i)).containsEntry("b", i);
    }
    assertThat(fields.with("b", 1L)).isSameAs(one);
    for (long i = 0; i < 100; i++) {
      assertThat(fields.with("c", i)).containsEntry("c", i).doesNotContainKey("b");
    }
  }

  @Test
  void cannotBeChanged() {
    assertThatThrownBy(() -> fields.put("b", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> new SharedFields(Map.of("a", Map.of("b", "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a:");
  }
}
