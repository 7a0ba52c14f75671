package org.hinomi.collector.receive.syslog;

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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message of a stream, read 300 at a time, up to the chunk for the journal. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SyslogFramerBenchmark.MESSAGES)
public class SyslogFramerBenchmark {
  static final int MESSAGES = 300;

  /** RFC 6587: octet counting, or a trailing LF. */
  @Param({"octet", "lf"})
  public String framing = "octet";

  private final InetSocketAddress sender = new InetSocketAddress("198.51.100.7", 514);
  private final SyslogFramer framer = new SyslogFramer(64 << 10);
  private final FrameSink sink =
      new FrameSink(new Counters(new PrometheusRegistry()).received(Transport.SYSLOG_TCP));
  private ByteBuf stream = Unpooled.EMPTY_BUFFER;

  @Setup
  public void write() {
    stream = Unpooled.directBuffer(1 << 17);
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = Samples.rfc5424(i);
      if (framing.equals("octet")) {
        stream.writeBytes(Samples.ascii(message.length + " ")).writeBytes(message);
      } else {
        stream.writeBytes(message).writeByte('\n');
      }
    }
  }

  @Benchmark
  public Chunk read() {
    stream.readerIndex(0);
    sink.expect(stream.readableBytes());
    framer.read(stream, sink);
    return sink.finish().build(Transport.SYSLOG_TCP, sender, 0, 1, 0);
  }
}
