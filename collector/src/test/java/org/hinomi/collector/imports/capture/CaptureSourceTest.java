package org.hinomi.collector.imports.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.imports.capture.CaptureBuilder.ethernet;
import static org.hinomi.collector.imports.capture.CaptureBuilder.frame;
import static org.hinomi.collector.imports.capture.CaptureBuilder.ip;
import static org.hinomi.collector.imports.capture.CaptureBuilder.ipv4;
import static org.hinomi.collector.imports.capture.CaptureBuilder.join;
import static org.hinomi.collector.imports.capture.CaptureBuilder.tcp;
import static org.hinomi.collector.imports.capture.CaptureBuilder.udp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.junit.jupiter.api.Test;

class CaptureSourceTest {
  private static final long T = 1_700_000_000_123_456L;
  private static final int SYN = FlowTable.SYN;
  private static final int ACK = FlowTable.ACK;
  private static final int FIN = FlowTable.FIN;

  private final List<Found> messages = new ArrayList<>();
  private final List<String> flows = new ArrayList<>();
  private List<String> problems = List.of();

  private void read(byte[] capture) throws IOException {
    messages.clear();
    flows.clear();
    CaptureSource source =
        new CaptureSource(new ByteArrayInputStream(capture), "a.pcap", ZoneOffset.UTC);
    Found found;
    while ((found = source.next()) != null) {
      if (found.attributes().contains("kind=\"flow\"")) {
        flows.add(new String(found.bytes(), UTF_8));
      } else {
        messages.add(found);
      }
    }
    problems = source.problems();
  }

  private List<String> texts() {
    return messages.stream().map(found -> new String(found.bytes(), UTF_8)).toList();
  }

  private static byte[] syslog(String text) {
    return udp(40_000, 514, text.getBytes(UTF_8));
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void everyKindOfPcapGivesTheSame() throws Exception {
    byte[] packet = frame("192.0.2.1", "192.0.2.9", 17, syslog("<13>hello"));
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (boolean nano : new boolean[] {true, false}) {
        read(CaptureBuilder.pcap(order, nano, 1).packet(T, packet).bytes());
        assertThat(texts()).containsExactly("<13>hello");
        assertThat(messages.getFirst().timeMicros()).isEqualTo(T);
        assertThat(messages.getFirst().attributes())
            .contains("sender=\"192.0.2.1\"", "receiver=\"192.0.2.9\"", "receiver-port=\"514\"");
        assertThat(problems).isEmpty();
        assertThat(flows).isEmpty();
      }
    }
  }

  @Test
  void pcapngHasInterfacesOfTheirOwnKindAndClock() throws Exception {
    byte[] packet = ip("192.0.2.1", "192.0.2.9", 17, syslog("<13>raw"));
    byte[] framed = frame("192.0.2.1", "192.0.2.9", 17, syslog("<13>framed"));
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      CaptureBuilder capture = CaptureBuilder.pcapng(order);
      capture
          .interfaceOf(1, -1)
          .interfaceOf(101, 9)
          .interfaceOf(101, 0x8a)
          .block(0xbad, new byte[8]);
      capture.packet(0, T, framed).packet(1, T * 1000 + 7, packet);
      capture.packet(2, (T / 1_000_000) << 10, packet);
      capture.section().interfaceOf(101, 3).packet(0, T / 1000, packet).packet(5, 1, packet);
      read(capture.bytes());
      assertThat(texts()).containsExactly("<13>framed", "<13>raw", "<13>raw", "<13>raw");
      assertThat(messages)
          .extracting(Found::timeMicros)
          .containsExactly(T, T, T / 1_000_000 * 1_000_000, T / 1000 * 1000);
      assertThat(problems).hasSize(1).first().asString().contains("not described");
    }
  }

  @Test
  void readsWhatLinksCarry() throws Exception {
    byte[] four = ip("192.0.2.1", "192.0.2.9", 17, syslog("<13>x"));
    byte[] six = ip("2001:db8::1", "2001:db8::9", 17, syslog("<13>x"));
    byte[] vlan = join(new byte[] {0, 7, 8, 0}, four);
    byte[] cooked = new byte[16];
    cooked[14] = 8;
    byte[] cooked2 = new byte[20];
    cooked2[0] = (byte) 0x86;
    cooked2[1] = (byte) 0xdd;
    Object[][] cases = {
      {1, ethernet(0x8100, vlan)},
      {1, ethernet(0x88a8, join(new byte[] {0, 9, (byte) 0x81, 0}, vlan))},
      {1, ethernet(0x8847, join(new byte[] {0, 1, 0, 64, 0, 2, 1, 64}, four))},
      {1, ethernet(0x8864, join(new byte[] {0x11, 0, 0, 1, 0, 50, 0, 0x21}, four))},
      {113, join(cooked, four)},
      {276, join(cooked2, six)},
      {0, join(new byte[] {2, 0, 0, 0}, four)},
      {0, join(new byte[] {0, 0, 0, 30}, six)},
      {101, six},
      {228, four},
      {9, join(new byte[] {(byte) 0xff, 3, 0, 0x57}, six)},
    };
    for (Object[] one : cases) {
      read(
          CaptureBuilder.pcap(ByteOrder.BIG_ENDIAN, false, (int) one[0])
              .packet(T, (byte[]) one[1])
              .bytes());
      assertThat(texts()).as("link type %s", one[0]).containsExactly("<13>x");
    }
    read(CaptureBuilder.pcap(ByteOrder.BIG_ENDIAN, false, 105).packet(T, four).bytes());
    assertThat(problems).hasSize(1).first().asString().contains("link type 105: 1");
  }

  @Test
  void fragmentsArePutTogetherInAnyOrder() throws Exception {
    String text = "<13>" + "long ".repeat(800);
    byte[] datagram = syslog(text);
    byte[] from = {10, 0, 0, 1};
    byte[] to = {10, 0, 0, 2};
    byte[] first = ethernet(0x800, ipv4(from, to, 17, 7, 0x2000, Arrays.copyOf(datagram, 1480)));
    byte[] second =
        ethernet(
            0x800, ipv4(from, to, 17, 7, 0x2000 | 185, Arrays.copyOfRange(datagram, 1480, 2960)));
    byte[] third =
        ethernet(
            0x800, ipv4(from, to, 17, 7, 370, Arrays.copyOfRange(datagram, 2960, datagram.length)));
    CaptureBuilder capture = CaptureBuilder.pcap();
    read(capture.packet(T, third).packet(T + 1, first).packet(T + 2, second).bytes());
    assertThat(texts()).containsExactly(text);
    assertThat(flows).isEmpty();
    read(CaptureBuilder.pcap().packet(T, first).packet(T + 1, third).bytes());
    assertThat(messages.getFirst().partial()).isTrue();
    assertThat(messages.getFirst().fullLength()).isEqualTo(text.length());
  }

  @Test
  void notificationsAreTakenAndOtherSnmpIsSummed() throws Exception {
    byte[] trap = {0x30, 14, 2, 1, 1, 4, 6, 'p', 'u', 'b', 'l', 'i', 'c', (byte) 0xa7, 0, 0};
    byte[] response = trap.clone();
    response[13] = (byte) 0xa2;
    CaptureBuilder capture = CaptureBuilder.pcap();
    capture.packet(T, frame("192.0.2.1", "192.0.2.9", 17, udp(1024, 162, trap)));
    capture.packet(T, frame("192.0.2.1", "192.0.2.9", 17, udp(1024, 1162, response)));
    read(capture.bytes());
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().attributes()).contains("format=\"snmp\"");
    assertThat(flows).hasSize(1);
  }

  private static byte[] segment(long sequence, int flags, String text) {
    return frame("192.0.2.1", "192.0.2.9", 6, tcp(40_001, 514, sequence, flags, text(text)));
  }

  @Test
  void tcpIsPutInOrderWithBothFramings() throws Exception {
    CaptureBuilder capture = CaptureBuilder.pcap();
    long start = 0xffff_fff0L;
    capture.packet(T, segment(start, SYN, ""));
    capture.packet(T + 1, segment(start + 1, ACK, "<13>one\n<13>t"));
    capture.packet(T + 2, segment(start + 18, ACK, "13>three"));
    capture.packet(T + 3, segment(start + 14, ACK, "wo\n<"));
    capture.packet(T + 4, segment(start + 14, ACK, "wo\n<"));
    capture.packet(T + 5, segment(start + 26, FIN | ACK, ""));
    read(capture.bytes());
    assertThat(texts()).containsExactly("<13>one", "<13>two", "<13>three");
    assertThat(messages).noneMatch(Found::partial);
    assertThat(problems).isEmpty();
    assertThat(flows).hasSize(1);
    assertThat(flows.getFirst()).contains("\"network.packets\":6");

    read(
        CaptureBuilder.pcap()
            .packet(T, segment(1, SYN, ""))
            .packet(T, segment(2, ACK, "7 <13>a\nb13 <13>1 - - - "))
            .packet(T, segment(26, ACK, "-"))
            .bytes());
    assertThat(texts()).containsExactly("<13>a\nb", "<13>1 - - - -");
  }

  @Test
  void aGapTearsOneMessageOnly() throws Exception {
    CaptureBuilder capture = CaptureBuilder.pcap();
    capture.packet(T, segment(1, SYN, ""));
    capture.packet(T, segment(2, ACK, "<13>one\n<13>tw"));
    capture.packet(T, segment(100, ACK, "ee\n<13>four\n<13>five\n"));
    read(capture.bytes());
    assertThat(texts()).containsExactly("<13>one", "<13>tw", "<13>four", "<13>five");
    assertThat(messages.get(1).partial()).isTrue();
    assertThat(problems).hasSize(1).first().asString().contains("torn");
  }

  @Test
  void aConnectionThatWasOpenBeforeIsJoined() throws Exception {
    read(
        CaptureBuilder.pcap()
            .packet(T, segment(500, ACK, "f of one\n<13>two\n"))
            .packet(T, segment(517, ACK, "<13>three\n"))
            .bytes());
    assertThat(texts()).containsExactly("<13>two", "<13>three");
  }

  @Test
  void otherTrafficToTheSamePortIsNoSyslog() throws Exception {
    read(
        CaptureBuilder.pcap()
            .packet(T, segment(1, SYN, ""))
            .packet(T, segment(2, ACK, "GET / HTTP/1.1\r\n<13>no\n"))
            .bytes());
    assertThat(messages).isEmpty();
    assertThat(flows).hasSize(1);
  }

  @Test
  void flowsHaveBothDirections() throws Exception {
    byte[] there = frame("2001:db8::1", "2001:db8::2", 6, tcp(50_000, 443, 1, SYN, text("")));
    byte[] back = frame("2001:db8::2", "2001:db8::1", 6, tcp(443, 50_000, 1, SYN | ACK, text("")));
    read(
        CaptureBuilder.pcap()
            .packet(T, back)
            .packet(T + 5_000_000, there)
            .packet(T + 6_000_000, ethernet(0x0806, new byte[28]))
            .packet(T + 1_000_000_000, there)
            .bytes());
    assertThat(flows).hasSize(3);
    assertThat(flows.getFirst())
        .contains(
            "\"event.start\":\"2023-11-14T22:13:20.123456Z\"",
            "\"event.end\":\"2023-11-14T22:13:25.123456Z\"",
            "\"source.port\":50000",
            "\"destination.port\":443",
            "\"network.packets\":2",
            "\"network.bytes\":148",
            "\"source.packets\":1");
    assertThat(flows.get(1)).contains("\"network.type\":\"arp\"", "02-00-00-00-00-01");
  }

  @Test
  void damageIsToldAndTheRestIsRead() throws Exception {
    byte[] packet = frame("192.0.2.1", "192.0.2.9", 17, syslog("<13>x"));
    byte[] noise = new byte[100];
    Arrays.fill(noise, (byte) 0xee);
    byte[] whole =
        CaptureBuilder.pcap()
            .packet(T, packet)
            .raw(noise)
            .packet(T, packet)
            .packet(T, packet)
            .bytes();
    read(whole);
    assertThat(texts()).hasSize(3);
    assertThat(problems).hasSize(1).first().asString().contains("no record where one belongs");
    read(Arrays.copyOf(whole, whole.length - 3));
    assertThat(messages).hasSize(3);
    assertThat(messages.getLast().fullLength()).isEqualTo(5);
    assertThat(messages.getLast().bytes()).hasSize(2);
    assertThat(problems).hasSize(2).last().asString().contains("ends inside a packet");

    CaptureBuilder capture = CaptureBuilder.pcapng(ByteOrder.LITTLE_ENDIAN).interfaceOf(1, -1);
    capture.packet(0, T, packet).raw(noise).packet(0, T, packet).packet(0, T, packet);
    read(capture.bytes());
    assertThat(texts()).hasSize(3);
    assertThat(problems).hasSize(1).first().asString().contains("no block where one belongs");
  }

  @Test
  void cutPacketsAreMarked() throws Exception {
    byte[] packet = frame("192.0.2.1", "192.0.2.9", 17, syslog("<13>0123456789"));
    read(CaptureBuilder.pcap().packet(T, packet, packet.length - 6).bytes());
    assertThat(texts()).containsExactly("<13>0123");
    assertThat(messages.getFirst().fullLength()).isEqualTo(14);
  }

  @Test
  void anotherFileIsRefused() {
    assertThatThrownBy(() -> read(text("plain text\n")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected: pcap or pcapng");
  }
}
