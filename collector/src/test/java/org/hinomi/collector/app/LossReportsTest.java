package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Loss;
import org.hinomi.collector.receive.SenderLosses;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

  @Test
  void whatIsNotNotedAtTheEndIsSaidInTheLogAlsoAfterOtherTrouble() {
    Logger log = (Logger) LoggerFactory.getLogger(LossReports.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    try (LossReports reports =
        new LossReports(
            losses,
            () -> {},
            record -> {
              throw new IOException("no room");
            },
            "collector",
            InstantSource.fixed(Instant.EPOCH))) {
      losses.count(SENDER, Loss.RATE_LIMIT, 3);
      reports.look(false, 100);
      reports.look(false, 100);
      assertThat(warned(said)).hasSize(1);
    } finally {
      log.detachAppender(said);
    }
    assertThat(warned(said)).hasSize(2).last().asString().contains("before the end");
  }

  private static List<String> warned(ListAppender<ILoggingEvent> said) {
    return said.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
