package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class PressureTest {

  /** So that what an import brings is indexed while it goes on. */
  @Test
  void onlyWhatCannotWaitPresses() {
    assertThat(Pressure.weight(chunk(Transport.IMPORT), 100)).isZero();
    assertThat(Pressure.weight(chunk(Transport.SYSLOG_TCP), 100)).isEqualTo(100);
    assertThat(Pressure.weight(chunk(Transport.SYSLOG_UDP), 100)).isGreaterThan(100);
  }

  @Test
  void forgetsWhatCameBefore() {
    Pressure pressure = new Pressure();
    pressure.add(1_000, 0);
    double then = pressure.bytesPerSecond(0);
    assertThat(then).isPositive();
    assertThat(pressure.bytesPerSecond(3_000_000_000L)).isLessThan(then / 1_000);
  }

  private static Chunk chunk(Transport transport) {
    ChunkBuilder builder = new ChunkBuilder();
    builder.add(Unpooled.wrappedBuffer(new byte[] {1}), 0, 1);
    return builder.build(transport, new InetSocketAddress(0), 1, 0, 0);
  }
}
