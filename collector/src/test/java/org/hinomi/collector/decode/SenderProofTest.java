package org.hinomi.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Peer;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.snmp.HinomiMib;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A record is held to what its sender has proved. */
class SenderProofTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String OTHER_ID = "fedcba9876543210fedcba9876543210";

  private final Decoders decoders =
      new Decoders(
          new SyslogRules(ZoneOffset.UTC, SyslogRules.RFC3164_PRIORITY, List.of()),
          new SnmpDecoder(HinomiMib.under("1.3.6.1.4.1.32473"), List.of()),
          new PrometheusRegistry());

  private static Peer agent(String... names) {
    return new Peer(List.of(names), ID, false);
  }

  private static String frame(String host, String agent) {
    return "<13>1 2026-11-23T00:00:00Z "
        + host
        + " app - EVENT [hinomi@32473 agent=\""
        + agent
        + "\" inc=\"1\" seq=\"7\" source=\"s\" kind=\"line\"] text";
  }

  private Event event(String text, @Nullable Peer peer) {
    return (Event) decoders.decode(new Proved(text.getBytes(StandardCharsets.UTF_8), peer));
  }

  @Test
  void whoHasProvedNothingPassesUnmarked() {
    Event event = event(frame("web01", ID), null);
    assertThat(event.host()).isEqualTo("web01");
    assertThat(event.identity()).isEqualTo(new Identity(ID, 1, 7));
    assertThat(event.fields()).doesNotContainKey(Fields.SOURCE_AUTHENTICATION);
  }

  @Test
  void anAgentWritesInItsOwnName() {
    Event event = event(frame("WEB01", ID), agent("web01"));
    assertThat(event.host()).isEqualTo("WEB01");
    assertThat(event.identity()).isEqualTo(new Identity(ID, 1, 7));
    assertThat(event.fields())
        .containsEntry(Fields.SOURCE_AUTHENTICATION, "certificate")
        .containsEntry(Fields.SOURCE_IDENTITY, "web01")
        .doesNotContainKeys(Fields.SOURCE_CLAIMED_HOST, Fields.SOURCE_CLAIMED_AGENT);
  }

  @Test
  void whatItClaimsOfAnotherHostIsRecordedUnderItsOwnName() {
    Event event = event(frame("db01", ID), agent("web01"));
    assertThat(event.host()).isEqualTo("web01");
    assertThat(event.message()).isEqualTo("text");
    assertThat(event.fields()).containsEntry(Fields.SOURCE_CLAIMED_HOST, "db01");
  }

  @Test
  void anotherAgentsIdentityIsNotItsOwn() {
    Event event = event(frame("web01", OTHER_ID), agent("web01"));
    assertThat(event.identity()).isNull();
    assertThat(event.fields()).containsEntry(Fields.SOURCE_CLAIMED_AGENT, OTHER_ID);
  }

  @Test
  void samplesAreHeldToTheSame() {
    String round =
        "<13>1 2026-11-23T00:00:00Z db01 hinomi-agent - SAMPLE [hinomi@32473 agent=\""
            + OTHER_ID
            + "\" inc=\"1\" seq=\"7\" source=\"sample\" kind=\"sample\"] {\"interval\":10,\"samples\":[]}";
    Decoded decoded =
        decoders.decode(new Proved(round.getBytes(StandardCharsets.UTF_8), agent("web01")));
    assertThat(decoded).isInstanceOf(SampleRound.class);
    assertThat(decoded.host()).isEqualTo("web01");
    assertThat(decoded.identity()).isNull();
  }

  @Test
  void aRelayMayWriteForOthers() {
    Event event = event(frame("db01", OTHER_ID), new Peer(List.of("relay"), ID, true));
    assertThat(event.host()).isEqualTo("db01");
    assertThat(event.identity()).isEqualTo(new Identity(OTHER_ID, 1, 7));
    assertThat(event.fields())
        .containsEntry(Fields.SOURCE_IDENTITY, "relay")
        .doesNotContainKey(Fields.SOURCE_CLAIMED_HOST);
  }

  @Test
  void aShortNameOrNoneBecomesTheNameOfTheCertificate() {
    Peer peer = new Peer(List.of("fw01.example.net", "fw01.example.org"), null, false);
    for (String message :
        List.of("<13>1 - fw01 a - - - x", "<13>1 - - a - - - x", "<13>1 - FW01 a - - - x")) {
      Event event = event(message, peer);
      assertThat(event.host()).as(message).isEqualTo("fw01.example.net");
      assertThat(event.fields()).doesNotContainKey(Fields.SOURCE_CLAIMED_HOST);
    }
    assertThat(event("<13>1 - fw01.example.org a - - - x", peer).host())
        .isEqualTo("fw01.example.org");
    Event other = event("<13>1 - fw0 a - - - x", peer);
    assertThat(other.host()).isEqualTo("fw01.example.net");
    assertThat(other.fields()).containsEntry(Fields.SOURCE_CLAIMED_HOST, "fw0");
  }

  @Test
  void aCertificateThatNamesNoHostIsNoLeaveToNameAny() {
    Event event = event("<13>1 - db01 a - - - x", new Peer(List.of(), null, false));
    assertThat(event.host()).isEqualTo("127.0.0.1");
    assertThat(event.fields())
        .containsEntry(Fields.SOURCE_IDENTITY, "-")
        .containsEntry(Fields.SOURCE_CLAIMED_HOST, "db01");
  }

  /** A record of a sender that has proved this. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Proved(byte[] buffer, @Nullable Peer peer) implements RecordView {
    @Override
    public long position() {
      return 1;
    }

    @Override
    public Transport transport() {
      return Transport.RELP;
    }

    @Override
    public InetSocketAddress sender() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public long receivedNanos() {
      return 0;
    }

    @Override
    public long connection() {
      return 1;
    }

    @Override
    public long indexInConnection() {
      return 0;
    }

    @Override
    public int originalLength() {
      return buffer.length;
    }

    @Override
    public @Nullable FrameFault fault() {
      return null;
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int length() {
      return buffer.length;
    }
  }
}
