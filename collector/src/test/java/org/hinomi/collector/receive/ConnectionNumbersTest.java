package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionNumbersTest {
  @TempDir Path dir;

  @Test
  void noNumberComesTwiceOverRestarts() throws Exception {
    ConnectionNumbers first = ConnectionNumbers.open(dir);
    ConnectionNumbers second = ConnectionNumbers.open(dir);
    assertThat(first.next()).isEqualTo((1L << 32) + 1);
    assertThat(first.next()).isEqualTo((1L << 32) + 2);
    assertThat(second.next()).isEqualTo((2L << 32) + 1);
  }

  @Test
  void anUnreadableCountStopsTheStart() throws Exception {
    Files.writeString(dir.resolve("runs"), "many");
    assertThatThrownBy(() -> ConnectionNumbers.open(dir))
        .hasMessageContaining("\"many\" (expected: how often the collector has started)");
  }
}
