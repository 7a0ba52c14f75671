package org.hinomi.agent.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hinomi.agent.spool.SpoolEntry;
import org.hinomi.agent.spool.Spooled;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.hinomi.core.sample.SampleJson;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final Instant T = Instant.parse("2026-01-02T03:04:05.123456Z");
  private final FrameWriter frames = new FrameWriter("web1");

  @Test
  void writesAnEventWithItsIdentityAndOriginalBytes() {
    var entry =
        new SpoolEntry(
            "auth",
            "",
            "p",
            AgentFrame.MSGID_EVENT,
            AgentFrame.KIND_LINE,
            T,
            4,
            5,
            "sshd",
            "42",
            Map.of("path", "/var/log/a \"b\".log"),
            "né\u0000 line".getBytes(UTF_8));

    assertThat(write(entry))
        .isEqualTo(
            "<37>1 2026-01-02T03:04:05.123456Z web1 sshd 42 EVENT [hinomi@32473 agent=\"ab\""
                + " inc=\"1763900000000\" seq=\"17\" source=\"auth\" kind=\"line\""
                + " path=\"/var/log/a \\\"b\\\".log\"] né\u0000 line");
  }

  @Test
  void writesASampleRound() {
    assertThat(write(SpoolEntry.sample(new SampleJson.Round(10, List.of(), List.of()), T)))
        .isEqualTo(
            "<30>1 2026-01-02T03:04:05.123456Z web1 hinomi-agent - SAMPLE [hinomi@32473"
                + " agent=\"ab\" inc=\"1763900000000\" seq=\"17\" source=\"sample\""
                + " kind=\"sample\"] {\"interval\":10,\"samples\":[],\"unavailable\":[]}");
  }

  private String write(SpoolEntry entry) {
    return new String(
        frames.write(new Spooled(new Identity("ab", 1763900000000L, 17), entry)), UTF_8);
  }
}
