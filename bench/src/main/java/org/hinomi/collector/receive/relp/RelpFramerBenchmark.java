package org.hinomi.collector.receive.relp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.hinomi.bench.Samples;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.FrameSink;
import org.hinomi.core.event.Transport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One RELP frame, read 300 at a time, up to the chunk for the journal. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RelpFramerBenchmark.FRAMES)
public class RelpFramerBenchmark {
  static final int FRAMES = 300;

  private final InetSocketAddress sender = new InetSocketAddress("198.51.100.7", 2514);
  private final RelpFramer framer = new RelpFramer(64 << 10);
  private final FrameSink sink =
      new FrameSink(new Counters(new PrometheusRegistry()).received(Transport.RELP));
  private final RelpFramer.Frames frames =
      new RelpFramer.Frames() {
        @Override
        public void syslog(int txnr) {
          last = txnr;
        }

        @Override
        public void command(int txnr, String command, String data) {
          throw new IllegalStateException(command + " (expected: syslog)");
        }
      };
  private ByteBuf stream = Unpooled.EMPTY_BUFFER;
  private int last;

  @Setup
  public void write() {
    stream = Unpooled.directBuffer(1 << 17);
    for (int i = 0; i < FRAMES; i++) {
      byte[] message = Samples.rfc5424(i);
      stream
          .writeBytes(Samples.ascii(i + 1 + " syslog " + message.length + " "))
          .writeBytes(message)
          .writeByte('\n');
    }
  }

  @Benchmark
  public Chunk read() {
    stream.readerIndex(0);
    sink.expect(stream.readableBytes());
    framer.read(stream, sink, frames);
    return sink.finish().build(Transport.RELP, sender, last, 1, 0);
  }
}
