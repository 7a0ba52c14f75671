package org.hinomi.collector.receive.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.RecordingIntake;
import org.junit.jupiter.api.Test;

class DatagramHandlerTest {
  private static final InetSocketAddress HERE = new InetSocketAddress(5514);
  private static final InetSocketAddress A = new InetSocketAddress(1001);
  private static final InetSocketAddress B = new InetSocketAddress(1002);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RecordingIntake intake = new RecordingIntake();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new DatagramHandler(500, intake, new Counters(registry), () -> 7));

  private static DatagramPacket packet(InetSocketAddress sender, String text) {
    return new DatagramPacket(
        Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), HERE, sender);
  }

  @Test
  void oneChunkForEachSenderInARow() {
    channel.writeInbound(
        packet(A, "<13>a"), packet(A, "<13>a"), packet(B, "<13>b\n"), packet(A, ""));
    assertThat(intake.records()).containsExactly("<13>a", "<13>a", "<13>b\n", "");
    assertThat(intake.chunks)
        .extracting(c -> c.sender().getPort())
        .containsExactly(1001, 1002, 1001);
    assertThat(intake.chunks).allMatch(c -> c.connection() == 0 && c.firstInConnection() == 0);
  }

  @Test
  void longerThanTheLimitIsCut() {
    String big = "x".repeat(501);
    channel.writeInbound(packet(A, big));
    assertThat(intake.records()).containsExactly(big.substring(1) + "|501");
  }

  @Test
  void dropsAreCountedWithTheirReason() throws Exception {
    channel.writeInbound(packet(A, "<13>a"), packet(A, "<13>b"));
    intake.sync(new IOException("No space left on device"));
    intake.fill();
    channel.writeInbound(packet(A, "<13>c"));
    assertThat(intake.records()).containsExactly("<13>a", "<13>b");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("hinomi_dropped_total{reason=\"journal-failed\",stage=\"receive\"} 2.0")
        .contains("hinomi_dropped_total{reason=\"intake-full\",stage=\"receive\"} 1.0")
        .contains(
            "hinomi_sender_losses_total{kind=\"journal-failed\",sender=\"0.0.0.0\"} 2.0",
            "hinomi_sender_losses_total{kind=\"intake-full\",sender=\"0.0.0.0\"} 1.0");
  }
}
