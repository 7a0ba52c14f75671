package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void connectionsLeaveFilesForAllElse() {
    assertThat(OpenFiles.forConnections(65_536)).isEqualTo(64_036);
    assertThat(OpenFiles.forConnections(20_000)).isEqualTo(18_500);
    assertThat(OpenFiles.forConnections(1_024)).isEqualTo(512);
    assertThat(OpenFiles.forConnections(-1)).isEqualTo(Integer.MAX_VALUE);
  }
}
