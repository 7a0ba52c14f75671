package org.hinomi.collector.imports.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.hinomi.collector.imports.read.Found;

class CaptureFuzzTest {
  private static void readAll(byte[] capture) throws IOException {
    CaptureSource source =
        new CaptureSource(new ByteArrayInputStream(capture), "a.pcap", ZoneOffset.UTC);
    Found found;
    while ((found = source.next()) != null) {
      assertThat(found.fullLength()).isGreaterThanOrEqualTo(found.bytes().length);
    }
    assertThat(source.problems()).isNotNull();
  }

  @FuzzTest
  void anyFileIsRead(byte[] bytes) throws IOException {
    byte[] pcap = CaptureBuilder.pcap().bytes();
    readAll(CaptureBuilder.join(pcap, bytes));
    byte[] ng = CaptureBuilder.pcapng(ByteOrder.BIG_ENDIAN).interfaceOf(1, 9).bytes();
    readAll(CaptureBuilder.join(ng, bytes));
  }

  /** Each piece is a packet, or a segment of one connection. */
  @FuzzTest
  void anyPacketIsRead(byte[] bytes) throws IOException {
    int[] types = {0, 1, 9, 101, 113, 276};
    for (int type : types) {
      CaptureBuilder capture = CaptureBuilder.pcap(ByteOrder.LITTLE_ENDIAN, true, type);
      for (int i = 0; i < bytes.length; i += 97) {
        byte[] piece = Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + 97));
        capture.packet(i, piece);
        int flags = piece[0] & 0x1f;
        byte[] tcp = CaptureBuilder.tcp(9, 514, piece[piece.length - 1], flags, piece);
        capture.packet(i, CaptureBuilder.frame("192.0.2.1", "192.0.2.2", 6, tcp));
      }
      readAll(capture.bytes());
    }
  }
}
