package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Loss;
import org.hinomi.collector.receive.SenderLosses;
import org.junit.jupiter.api.Test;

class LossReportsTest {
  private static final InetAddress SENDER = InetAddress.ofLiteral("192.0.2.1");

  private final SenderLosses losses = new SenderLosses();
  private final List<String> noted = new ArrayList<>();
  private boolean full;

  @Test
  void whatCannotBeNotedIsNotedLater() {
    try (LossReports reports =
        new LossReports(
            losses,
            () -> losses.total("port 514", Loss.KERNEL_DROP, 2),
            record -> {
              if (full) {
                throw new IOException("no room");
              }
              noted.add(record.sentence());
            },
            "collector",
            InstantSource.fixed(Instant.EPOCH))) {
      losses.count(SENDER, Loss.RATE_LIMIT, 3);
      full = true;
      reports.look(false, 100);
      reports.look(false, 100);
      assertThat(noted).isEmpty();
      full = false;
      reports.look(false, 100);
      assertThat(noted)
          .containsExactly(
              "loss: 3 of 192.0.2.1: " + Loss.RATE_LIMIT.text() + " (rate-limit)",
              "loss: 2 of port 514: " + Loss.KERNEL_DROP.text() + " (kernel-drop)");
      losses.count(SENDER, Loss.RATE_LIMIT, 1);
      reports.look(false, 100);
      assertThat(noted).as("not yet again").hasSize(2);
    }
    assertThat(noted).as("the rest at the end").hasSize(3).last().asString().contains("loss: 1 of");
  }
}
