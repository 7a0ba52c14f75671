package org.hinomi.collector.receive.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.collector.receive.RecordingIntake;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class SyslogFramerTest {
  private static final InetSocketAddress SENDER = new InetSocketAddress(0);

  @Test
  void octetCounting() {
    assertFrames("5 <13>a12 <13>b\nc\rd\0ef3 <1>", "<13>a", "<13>b\nc\rd\0ef", "<1>");
  }

  @Test
  void octetCountingWithTrailersInBetween() {
    assertFrames("5 <13>a\n5 <13>b\r\n5 <13>c\0", "<13>a", "<13>b", "<13>c");
  }

  @Test
  void lines() {
    assertFrames("<13>a\n<13>b\r\n<13>c\r\0\n\n\r\n<13>d\n", "<13>a", "<13>b", "<13>c", "<13>d");
  }

  @Test
  void linesThatAreNoSyslog() {
    assertFrames(
        "hello\n  world \n007 x\n2024-01-01 y\n5 apples\n12\n",
        "hello",
        "  world ",
        "007 x",
        "2024-01-01 y",
        "5 apples",
        "12");
  }

  @Test
  void countedFrameAmongLinesAndLineAmongCountedFrames() {
    assertFrames("<13>a\n6 <13>bc<13>d\n", "<13>a", "<13>bc", "<13>d");
    assertFrames("5 <13>a<13>line\n6 <13>bc", "<13>a", "<13>line", "<13>bc");
  }

  @Test
  void nulAsTrailer() {
    assertWhole("<13>a\0<13>b\0", "<13>a", "<13>b");
  }

  @Test
  void badCountsAreKeptUpToTheLineFeedAndReadingGoesOn() {
    assertFrames("5 <13>ax <13>b\n5 <13>c", "<13>a", "x <13>b|BAD_OCTET_COUNT", "<13>c");
    assertFrames("12x<13>b\n5 <13>c", "12x<13>b|BAD_OCTET_COUNT", "<13>c");
    assertFrames("1234567890 <13>b\n5 <13>c", "1234567890 <13>b|BAD_OCTET_COUNT", "<13>c");
    assertFrames("05 <13>b\n5 <13>c", "05 <13>b|BAD_OCTET_COUNT", "<13>c");
    assertFrames("12\n5 <13>c", "12|BAD_OCTET_COUNT", "<13>c");
  }

  @Test
  void messagesOverTheLimitAreCutAndTheRestIsSkipped() {
    String big = "<13>" + "x".repeat(600);
    String kept = big.substring(0, 500) + "|604";
    assertFrames("604 " + big + "5 <13>a", kept, "<13>a");
    assertFrames(big + "\n<13>a\r\n", kept, "<13>a");
    String exact = big.substring(0, 500);
    assertFrames("500 " + exact + "5 <13>a", exact, "<13>a");
    assertFrames(exact + "\r\n<13>a\n", exact, "<13>a");
  }

  @Test
  void whatIsUnfinishedAtTheEndIsCutOff() {
    assertFrames("9 <13>a", "<13>a|CUT_OFF");
    assertFrames("<13>a\n<13>b\r", "<13>a", "<13>b|CUT_OFF");
    assertFrames("5 <13>a12", "<13>a", "12|CUT_OFF");
    String big = "<13>" + "x".repeat(600);
    assertFrames("900 " + big, big.substring(0, 500) + "|CUT_OFF|604");
    assertFrames(big, big.substring(0, 500) + "|CUT_OFF|604");
  }

  @Test
  void bytesOfAnyKindStayAsTheyAre() {
    StringBuilder all = new StringBuilder("<13>");
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    assertFrames(all.length() + " " + all, all.toString());
  }

  private static void assertFrames(String wire, String... expected) {
    assertWhole(wire, expected);
    for (int size = 1; size <= Math.min(wire.length(), 40); size++) {
      assertThat(frames(wire, size)).as("reads of %d", size).containsExactly(expected);
    }
  }

  private static void assertWhole(String wire, String... expected) {
    assertThat(frames(wire, Integer.MAX_VALUE)).containsExactly(expected);
  }

  static List<String> frames(String wire, int readSize) {
    return frames(wire.getBytes(StandardCharsets.ISO_8859_1), readSize);
  }

  static List<String> frames(byte[] wire, int readSize) {
    SyslogFramer framer = new SyslogFramer(500);
    FrameSink sink =
        new FrameSink(new Counters(new PrometheusRegistry()).received(Transport.SYSLOG_TCP));
    List<String> records = new ArrayList<>();
    for (int at = 0; at < wire.length; at += Math.min(readSize, wire.length - at)) {
      ByteBuf in = Unpooled.wrappedBuffer(wire, at, Math.min(readSize, wire.length - at));
      framer.read(in, sink);
      if (in.isReadable()) {
        throw new AssertionError(in.readableBytes() + " bytes left unread");
      }
      take(sink, records);
    }
    framer.end(sink);
    take(sink, records);
    return records;
  }

  private static void take(FrameSink sink, List<String> records) {
    if (sink.count() > 0) {
      records.addAll(
          RecordingIntake.records(sink.finish().build(Transport.SYSLOG_TCP, SENDER, 0, 0, 0)));
    }
  }
}
