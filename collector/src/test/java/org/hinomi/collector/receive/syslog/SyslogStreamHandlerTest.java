package org.hinomi.collector.receive.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.collector.receive.Handover;
import org.hinomi.collector.receive.RecordingIntake;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class SyslogStreamHandlerTest {
  private final RecordingIntake intake = new RecordingIntake();
  private final Counters counters = new Counters(new PrometheusRegistry());
  private final EmbeddedChannel channel = new EmbeddedChannel();

  private SyslogStreamHandler handler() {
    return new SyslogStreamHandler(
        Transport.SYSLOG_TCP,
        new InetSocketAddress(0),
        42,
        new SyslogFramer(500),
        new FrameSink(counters.received(Transport.SYSLOG_TCP)),
        new Handover(intake, channel, counters),
        () -> 7);
  }

  private void read(String wire) {
    channel.writeInbound(bytes(wire));
    channel.runPendingTasks();
  }

  private static ByteBuf bytes(String wire) {
    return Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1);
  }

  @Test
  void oneChunkPerReadNumberedWithinTheConnection() {
    channel.pipeline().addLast(handler());
    read("5 <13>a5 <13>b5 <1");
    read("3>c5 <13>d");
    assertThat(intake.chunks).hasSize(2);
    assertThat(intake.chunks.get(0).connection()).isEqualTo(42);
    assertThat(intake.chunks.get(1).firstInConnection()).isEqualTo(2);
    assertThat(intake.chunks.get(1).receivedNanos()).isEqualTo(7);
    assertThat(intake.records()).containsExactly("<13>a", "<13>b", "<13>c", "<13>d");
  }

  @Test
  void aFullIntakeStopsReadingAndNothingIsLost() {
    channel.pipeline().addLast(handler());
    intake.fill();
    read("<13>a\n");
    assertThat(channel.config().isAutoRead()).isFalse();
    read("<13>b\n");
    assertThat(intake.chunks).isEmpty();
    intake.empty();
    channel.runPendingTasks();
    assertThat(intake.records()).containsExactly("<13>a", "<13>b");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whatTheJournalCouldNotWriteComesAgainInOrder() {
    channel.pipeline().addLast(handler());
    read("<13>a\n");
    read("<13>b\n");
    intake.fill();
    intake.sync(new IOException("No space left on device"));
    intake.chunks.clear();
    channel.runPendingTasks();
    read("<13>c\n");
    assertThat(intake.chunks).isEmpty();
    intake.empty();
    channel.runPendingTasks();
    assertThat(intake.records()).containsExactly("<13>a", "<13>b", "<13>c");
  }

  @Test
  void theEndOfTheConnectionKeepsTheUnfinishedFrame() {
    channel.pipeline().addLast(handler());
    read("<13>a\n<13>b");
    channel.close();
    assertThat(intake.records()).containsExactly("<13>a", "<13>b|CUT_OFF");
    assertThat(intake.chunks.get(1).firstInConnection()).isEqualTo(1);
  }
}
