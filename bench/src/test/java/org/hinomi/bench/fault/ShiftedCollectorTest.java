package org.hinomi.bench.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.hinomi.core.lifecycle.StopSignal;
import org.hinomi.core.lifecycle.Stops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShiftedCollectorTest {
  private final StopSignal signal = new StopSignal();

  @Test
  @Timeout(10)
  void endsWhereItsInputEnds() {
    ShiftedCollector.follow(new ByteArrayInputStream("-3600\n0\n".getBytes(US_ASCII)), signal);

    assertThat(signal.await(new Stops())).isTrue();
  }

  @Test
  @Timeout(10)
  void endsWhereItsInputMakesNoSense() {
    ByteArrayInputStream in = new ByteArrayInputStream("soon\n".getBytes(US_ASCII));

    assertThatThrownBy(() -> ShiftedCollector.follow(in, signal))
        .isInstanceOf(NumberFormatException.class);
    assertThat(signal.await(new Stops())).isTrue();
  }
}
