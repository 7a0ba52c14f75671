package org.hinomi.collector.receive.relp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Handover;
import org.hinomi.collector.receive.RecordingIntake;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelpHandlerTest {
  private static final String OPEN = "1 open 46 relp_version=0\nrelp_software=x\ncommands=syslog\n";
  private final RecordingIntake intake = new RecordingIntake();
  private final Counters counters = new Counters(new PrometheusRegistry());
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void connect() {
    channel
        .pipeline()
        .addLast(
            new RelpHandler(
                new InetSocketAddress(0),
                42,
                new RelpFramer(500),
                RelpAccess.ANYONE,
                new Handover(intake, channel, counters),
                counters.received(Transport.RELP),
                counters,
                () -> 7));
  }

  private void read(String wire) {
    channel.writeInbound(Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1));
    channel.runPendingTasks();
  }

  private String written() {
    channel.runPendingTasks();
    StringBuilder all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  @Test
  void answersOpenAtOnceAndSyslogOnlyAfterTheSync() {
    read(OPEN);
    assertThat(written())
        .isEqualTo("1 rsp 58 200 OK\nrelp_version=0\nrelp_software=hinomi\ncommands=syslog\n");
    read("2 syslog 5 <13>a\n3 syslog 6 <13>\nb\n");
    assertThat(written()).isEmpty();
    assertThat(intake.records()).containsExactly("<13>a", "<13>\nb");
    intake.sync(null);
    assertThat(written()).isEqualTo("2 rsp 6 200 OK\n3 rsp 6 200 OK\n");
  }

  @Test
  void everySplitOfTheStreamGivesTheSame() {
    String wire = OPEN + "2 syslog 5 <13>a\n3 syslog 0 \n4 syslog 2 b\n\n5 close 0\n";
    for (char c : wire.toCharArray()) {
      read(String.valueOf(c));
    }
    intake.sync(null);
    assertThat(intake.records()).containsExactly("<13>a", "", "b\n");
    assertThat(written())
        .endsWith("2 rsp 6 200 OK\n3 rsp 6 200 OK\n4 rsp 6 200 OK\n5 rsp 0\n0 serverclose 0\n");
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void closeIsAnsweredAfterAllThatCameBeforeIt() {
    read(OPEN + "2 syslog 5 <13>a\n3 close 0\n");
    written();
    assertThat(channel.isActive()).isTrue();
    intake.sync(null);
    assertThat(written()).isEqualTo("2 rsp 6 200 OK\n3 rsp 0\n0 serverclose 0\n");
  }

  @Test
  void aFailedSyncIsNeverAnswered() {
    read(OPEN + "2 syslog 5 <13>a\n");
    written();
    intake.sync(new IOException("No space left on device"));
    assertThat(written()).isEmpty();
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void dataOverTheLimitIsCutAndAnswered() {
    String big = "x".repeat(600);
    read("2 syslog 600 " + big + "\n3 syslog 1 a\n");
    intake.sync(null);
    assertThat(intake.records()).containsExactly(big.substring(0, 500) + "|600", "a");
    assertThat(written()).isEqualTo("2 rsp 6 200 OK\n3 rsp 6 200 OK\n");
  }

  @Test
  void aBadHeaderIsKeptAndEndsTheSessionAfterTheAnswersThatAreDue() {
    read("2 syslog 5 <13>a\n3 syslog many x\n");
    assertThat(intake.records()).containsExactly("<13>a", "3 syslog many x\n|BAD_RELP_HEADER");
    intake.sync(null);
    assertThat(written()).isEqualTo("2 rsp 6 200 OK\n0 serverclose 0\n");
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void aHeaderWithoutEndIsRefused() {
    read("1".repeat(100));
    assertThat(intake.records()).containsExactly("1".repeat(100) + "|BAD_RELP_HEADER");
  }

  @Test
  void otherCommandsAreRefused() {
    read("9 starttls 0\n");
    assertThat(written()).isEqualTo("9 rsp 25 500 command not supported\n");
  }

  @Test
  void frameThatIsCutOffIsNotKept() {
    read("2 syslog 9 <13>a");
    channel.close();
    assertThat(intake.records()).isEmpty();
  }
}
