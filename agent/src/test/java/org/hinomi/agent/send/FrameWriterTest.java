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

  /** What is made once must not outlive what it was made of. */
  @Test
  void framesThatFollowEachOtherAreAsWrittenAlone() {
    List<Map<String, String>> attributes =
        List.of(Map.of("path", "/a"), Map.of("path", " seq=\"9\""), Map.of());
    List<Instant> times =
        List.of(
            T,
            Instant.parse("2026-01-02T03:05:00Z"),
            Instant.parse("2026-12-31T23:59:59.000001Z"),
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.parse("-0001-12-31T00:00:00.5Z"));
    for (int i = 0; i < 500; i++) {
      SpoolEntry entry =
          new SpoolEntry(
              i % 7 < 3 ? "auth" : "seq=\"1\"",
              "",
              "p" + i,
              AgentFrame.MSGID_EVENT,
              i % 11 < 5 ? AgentFrame.KIND_LINE : AgentFrame.KIND_AGENT,
              times.get(i / 2 % times.size()),
              i % 24,
              i % 13 % 8,
              i % 5 < 2 ? null : "app",
              i % 17 < 9 ? null : "7",
              attributes.get(i / 3 % 3),
              ("message " + i).getBytes(UTF_8));
      Spooled spooled =
          new Spooled(new Identity(i < 250 ? "ab" : "cd", 1763900000000L + i / 100, i + 1), entry);
      assertThat(new String(frames.write(spooled), UTF_8))
          .isEqualTo(new String(new FrameWriter("web1").write(spooled), UTF_8))
          .endsWith("] message " + i)
          .contains(" seq=\"" + (i + 1) + "\" source=");
    }
  }

  private String write(SpoolEntry entry) {
    return new String(
        frames.write(new Spooled(new Identity("ab", 1763900000000L, 17), entry)), UTF_8);
  }
}
