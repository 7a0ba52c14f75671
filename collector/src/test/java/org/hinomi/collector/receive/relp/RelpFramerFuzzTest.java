package org.hinomi.collector.receive.relp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.core.event.Transport;

/** Whatever comes over the wire: no exception, and the same frames however it is split. */
class RelpFramerFuzzTest {

  @FuzzTest
  void framesAnything(byte[] wire) {
    List<String> whole = frames(wire, Integer.MAX_VALUE);
    for (int readSize : new int[] {1, 7}) {
      List<String> split = frames(wire, readSize);
      if (!split.equals(whole)) {
        throw new AssertionError(split + " in reads of " + readSize + ", else " + whole);
      }
    }
  }

  private static List<String> frames(byte[] wire, int readSize) {
    RelpFramer framer = new RelpFramer(500);
    FrameSink sink = new FrameSink(new Counters(new PrometheusRegistry()).received(Transport.RELP));
    List<String> frames = new ArrayList<>();
    RelpFramer.Frames into =
        new RelpFramer.Frames() {
          @Override
          public void syslog(int txnr) {
            frames.add(txnr + " syslog");
          }

          @Override
          public void command(int txnr, String command, String data) {
            frames.add(txnr + " " + command + " " + data);
          }
        };
    for (int at = 0; at < wire.length; at += Math.min(readSize, wire.length - at)) {
      framer.read(
          Unpooled.wrappedBuffer(wire, at, Math.min(readSize, wire.length - at)), sink, into);
    }
    frames.add(framer.broken() ? "broken" : "whole");
    return frames;
  }
}
