package org.hinomi.collector.receive;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hinomi.core.event.Transport;

/** What came in and what was dropped; one for the whole collector. Thread-safe. */
public final class Counters {
  private final Counter received;
  private final Counter receivedBytes;
  private final Counter truncated;
  private final Counter faults;
  private final Counter dropped;
  private final Counter refused;
  private final Gauge senderEngines;
  private final Gauge senderEnginesForgotten;
  private final Gauge connections;
  private final Counter tlsFailures;
  private final SenderLosses losses;
  private final Map<Integer, Supplier<OptionalLong>> kernelDrops = new ConcurrentHashMap<>();

  public Counters(PrometheusRegistry registry) {
    this(registry, new SenderLosses());
  }

  /**
   * @param losses counts what is lost by sender too
   */
  public Counters(PrometheusRegistry registry, SenderLosses losses) {
    this.losses = losses;
    losses.register(registry);
    received =
        counter(registry, "hinomi_received_total", "Records framed by the receivers.", "transport");
    receivedBytes =
        counter(registry, "hinomi_received_bytes_total", "Bytes of those records.", "transport");
    truncated =
        counter(
            registry,
            "hinomi_truncated_total",
            "Records longer than the limit, kept up to it.",
            "transport");
    faults =
        counter(
            registry,
            "hinomi_frame_faults_total",
            "Frames that broke their protocol's framing and were kept all the same.",
            "transport",
            "reason");
    dropped =
        counter(
            registry, "hinomi_dropped_total", "Records that went no further.", "stage", "reason");
    refused =
        counter(
            registry,
            "hinomi_refused_total",
            "Messages that are not believed; kept all the same, but for discovery.",
            "transport",
            "reason");
    senderEngines =
        Gauge.builder()
            .name("hinomi_snmp_sender_engines")
            .help("Authentic SNMPv3 engines whose clocks are known.")
            .register(registry);
    senderEnginesForgotten =
        Gauge.builder()
            .name("hinomi_snmp_sender_engines_forgotten")
            .help("Such engines that found no place beside others, since the start.")
            .register(registry);
    connections =
        Gauge.builder()
            .name("hinomi_connections_open")
            .help("Open connections of senders.")
            .labelNames("transport")
            .register(registry);
    tlsFailures =
        counter(
            registry,
            "hinomi_tls_failures_total",
            "TLS connections of senders that were closed before or instead of being used.",
            "transport",
            "reason");
    CounterWithCallback.builder()
        .name("hinomi_udp_kernel_drops_total")
        .help("Datagrams that the kernel dropped because our socket's buffer was full.")
        .labelNames("port")
        .callback(
            callback ->
                kernelDrops.forEach(
                    (port, drops) ->
                        drops.get().ifPresent(n -> callback.call(n, String.valueOf(port)))))
        .register(registry);
  }

  /** The counters of one transport; ask once and keep. */
  public Received received(Transport transport) {
    String name = transport.wireName();
    return new Received(
        received.labelValues(name),
        receivedBytes.labelValues(name),
        truncated.labelValues(name),
        connections.labelValues(name),
        transport);
  }

  /**
   * Counts records that were lost.
   *
   * @param stage the stage's package name
   * @param reason one of few fixed words, never text from outside
   */
  public void dropped(String stage, String reason, long records) {
    dropped.labelValues(stage, reason).inc(records);
  }

  /** Counts what was lost of a sender. */
  public void lost(InetAddress sender, Loss kind, long records) {
    dropped("receive", kind.word(), records);
    losses.count(sender, kind, records);
  }

  /** Counts records of a sender that have to wait for the sake of others: they are not lost. */
  public void heldBack(InetAddress sender, long records) {
    losses.count(sender, Loss.RATE_LIMIT, records);
  }

  /** Takes over what the kernel says that it dropped. */
  public void countKernelDrops() {
    kernelDrops.forEach(this::count);
  }

  private void count(int port, Supplier<OptionalLong> drops) {
    drops.get().ifPresent(n -> losses.total("port " + port, Loss.KERNEL_DROP, n));
  }

  /**
   * Counts a message that is well formed but not believed.
   *
   * @param reason one of few fixed words, never text from outside
   */
  public void refused(Transport transport, String reason) {
    refused.labelValues(transport.wireName(), reason).inc();
  }

  /** Shows how many SNMPv3 engines send. */
  public void senderEngines(int known, long forgotten) {
    senderEngines.set(known);
    senderEnginesForgotten.set(forgotten);
    if (forgotten > 0) {
      losses.total("SNMP", Loss.ENGINES_FORGOTTEN, forgotten);
    }
  }

  /** Shows what {@code drops} says for the socket at {@code port}; absent where it is unknown. */
  public void watchKernelDrops(int port, Supplier<OptionalLong> drops) {
    kernelDrops.put(port, drops);
  }

  /** The socket at {@code port} is about to be closed: what it dropped until now is kept. */
  public void unwatchKernelDrops(int port) {
    Supplier<OptionalLong> drops = kernelDrops.remove(port);
    if (drops != null) {
      count(port, drops);
    }
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /** The counters of one transport. Thread-safe. */
  public final class Received {
    private final CounterDataPoint records;
    private final CounterDataPoint bytes;
    private final CounterDataPoint cut;
    private final GaugeDataPoint open;
    private final Transport transport;

    private Received(
        CounterDataPoint records,
        CounterDataPoint bytes,
        CounterDataPoint cut,
        GaugeDataPoint open,
        Transport transport) {
      this.records = records;
      this.bytes = bytes;
      this.cut = cut;
      this.open = open;
      this.transport = transport;
    }

    public void add(long recordCount, long byteCount) {
      records.inc(recordCount);
      bytes.inc(byteCount);
    }

    public void truncated(long recordCount) {
      if (recordCount > 0) {
        cut.inc(recordCount);
      }
    }

    public void fault(FrameFault fault) {
      faults.labelValues(transport.wireName(), fault.name().toLowerCase(Locale.ROOT)).inc();
    }

    /**
     * Counts a TLS connection that came to nothing.
     *
     * @param reason one of few fixed words
     */
    public void tlsFailed(String reason) {
      tlsFailures.labelValues(transport.wireName(), reason).inc();
    }

    public void opened() {
      open.inc();
    }

    public void closed() {
      open.dec();
    }
  }
}
