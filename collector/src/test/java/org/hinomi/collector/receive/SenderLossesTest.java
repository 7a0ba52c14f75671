package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SenderLossesTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");

  private final SenderLosses losses = new SenderLosses();

  private List<String> tell(long nanoTime, boolean all, int most) {
    List<SenderLosses.Report> due = losses.due(nanoTime, all, most);
    due.forEach(report -> losses.told(report, nanoTime));
    return due.stream()
        .map(report -> report.sender() + " " + report.kind().word() + " " + report.records())
        .sorted()
        .toList();
  }

  @Test
  void theFirstLossIsToldAtOnceAndAStormOfThemNowAndThen() {
    losses.count(ONE, Loss.INTAKE_FULL, 3);
    losses.count(TWO, Loss.OVERSIZE, 1);
    assertThat(tell(0, false, 100))
        .containsExactly("192.0.2.1 intake-full 3", "192.0.2.2 oversize 1");
    for (int i = 0; i < 1_000; i++) {
      losses.count(ONE, Loss.INTAKE_FULL, 10);
      losses.count(TWO, Loss.OVERSIZE, 1);
      assertThat(tell(i, false, 100)).isEmpty();
    }
    assertThat(tell(SenderLosses.GONE_EVERY.toNanos(), false, 100))
        .containsExactly("192.0.2.1 intake-full 10000");
    assertThat(tell(SenderLosses.MARKED_EVERY.toNanos(), false, 100))
        .containsExactly("192.0.2.2 oversize 1000");
    assertThat(tell(Long.MAX_VALUE, true, 100)).as("each is told once").isEmpty();
  }

  @Test
  void whatIsNotDueIsToldAtTheEnd() {
    losses.count(ONE, Loss.TRUNCATED, 1);
    tell(0, false, 100);
    losses.count(ONE, Loss.TRUNCATED, 2);
    assertThat(tell(1, false, 100)).isEmpty();
    assertThat(tell(1, true, 100)).containsExactly("192.0.2.1 truncated 2");
  }

  @Test
  void whatDidNotReachTheHistoryIsDueAgain() {
    losses.count(ONE, Loss.STOPPED, 7);
    assertThat(losses.due(0, false, 100)).hasSize(1);
    losses.count(ONE, Loss.STOPPED, 1);
    assertThat(tell(1, false, 100)).containsExactly("192.0.2.1 stopped 8");
  }

  @Test
  void whatTheKernelSaysIsTakenOverAsItStands() {
    losses.total("port 514", Loss.KERNEL_DROP, 5);
    losses.total("port 514", Loss.KERNEL_DROP, 5);
    assertThat(tell(0, false, 100)).containsExactly("port 514 kernel-drop 5");
    losses.total("port 514", Loss.KERNEL_DROP, 12);
    assertThat(tell(0, true, 100)).containsExactly("port 514 kernel-drop 7");
  }

  @Test
  void whatTheKernelDroppedLastIsKeptWhenTheSocketIsClosed() {
    Counters counters = new Counters(new PrometheusRegistry(), losses);
    long[] drops = {5};
    counters.watchKernelDrops(514, () -> OptionalLong.of(drops[0]));
    counters.countKernelDrops();
    assertThat(tell(0, false, 100)).containsExactly("port 514 kernel-drop 5");
    drops[0] = 12;
    counters.unwatchKernelDrops(514);
    counters.countKernelDrops();
    assertThat(tell(0, true, 100)).containsExactly("port 514 kernel-drop 7");
  }

  @Test
  void enginesThatWereForgottenAreTold() {
    Counters counters = new Counters(new PrometheusRegistry(), losses);
    counters.senderEngines(10, 0);
    assertThat(tell(0, false, 100)).isEmpty();
    counters.senderEngines(10, 3);
    assertThat(tell(0, false, 100)).containsExactly("SNMP engines-forgotten 3");
  }

  @Test
  void manySendersCountAsOneAndAreToldInTurn() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    losses.register(registry);
    for (int i = 0; i < 5_000; i++) {
      InetAddress sender = InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i});
      losses.count(sender, Loss.UNDECODABLE, 1);
    }
    assertThat(tell(0, false, 100)).hasSize(100);
    assertThat(tell(0, false, Integer.MAX_VALUE))
        .hasSize(SenderLosses.SENDERS + 1 - 100)
        .contains("others undecodable 4000");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("hinomi_sender_losses_total{kind=\"undecodable\",sender=\"10.0.0.7\"} 1.0")
        .contains("hinomi_sender_losses_total{kind=\"undecodable\",sender=\"others\"} 4000.0");
  }
}
