package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final InetSocketAddress SENDER = new InetSocketAddress("10.0.0.1", 1);

  private final SenderLosses losses = new SenderLosses();
  private final RecordingIntake intake = new RecordingIntake();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Handover handover =
      new Handover(intake, channel, new Counters(new PrometheusRegistry(), losses));

  private static Chunk chunk(int records) {
    ChunkBuilder builder = new ChunkBuilder();
    for (int i = 0; i < records; i++) {
      builder.add(Unpooled.wrappedBuffer(new byte[] {'a'}), 0, 1);
    }
    return builder.build(Transport.SYSLOG_TCP, SENDER, 0, 0, 0);
  }

  private List<SenderLosses.Report> counted() {
    return losses.due(0, true, 10);
  }

  @Test
  void whatIsHeldBackForOthersIsCountedOnceHoweverOftenItIsOffered() {
    intake.holdBack();
    handover.send(chunk(3), Intake.Commit.IGNORED);
    handover.send(chunk(4), Intake.Commit.IGNORED);
    intake.resume();
    channel.runPendingTasks();
    intake.resume();
    channel.runPendingTasks();
    assertThat(counted())
        .containsExactly(new SenderLosses.Report("10.0.0.1", Loss.RATE_LIMIT, 3, 3));
    assertThat(handover.empty()).isFalse();
    intake.empty();
    channel.runPendingTasks();
    assertThat(handover.empty()).isTrue();
    assertThat(intake.chunks).hasSize(2);
    assertThat(counted()).singleElement().extracting(SenderLosses.Report::total).isEqualTo(3L);
  }

  @Test
  void whatWaitsForTheDiskIsNoLoss() {
    intake.fill();
    List<String> done = new ArrayList<>();
    handover.send(chunk(3), (position, failure) -> done.add(String.valueOf(failure)));
    intake.empty();
    channel.runPendingTasks();
    intake.sync(new IOException("full"));
    assertThat(done).containsExactly("java.io.IOException: full");
    assertThat(counted()).isEmpty();
  }
}
