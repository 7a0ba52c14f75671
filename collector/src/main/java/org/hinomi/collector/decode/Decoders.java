package org.hinomi.collector.decode;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.collector.decode.agent.AgentDecoder;
import org.hinomi.collector.decode.service.ServiceDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.Loss;
import org.hinomi.collector.receive.SenderLosses;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each record to the decoder that reads it, holds it to what its sender has proved, and
 * counts the malformed ones. Not thread-safe: one for each thread that reads the journal.
 */
public final class Decoders implements Decoder {
  private static final Logger LOG = LoggerFactory.getLogger(Decoders.class);

  private final Decoder syslog;
  private final Decoder agent;
  private final Decoder snmp;
  private final Decoder audit = new AuditDecoder();
  private final SenderProof proof;
  private final Counter malformed;
  private final Counter failures;
  private final Counter damagedCharsets;
  private final SenderLosses losses;
  private final long sinceNanos;

  /**
   * @param snmp reads what arrived over {@link Transport#SNMP}
   */
  public Decoders(SyslogRules rules, Decoder snmp, PrometheusRegistry registry) {
    this(rules, snmp, registry, new SenderLosses(), Long.MAX_VALUE);
  }

  /**
   * @param snmp reads what arrived over {@link Transport#SNMP}
   * @param losses counts by sender what is cut or damaged
   * @param sinceNanos what was received before counts no more there: it is read a second time;
   *     nanoseconds since 1970-01-01T00:00Z
   */
  public Decoders(
      SyslogRules rules,
      Decoder snmp,
      PrometheusRegistry registry,
      SenderLosses losses,
      long sinceNanos) {
    this(new Senders(rules), rules, new ServiceDecoder(), snmp, registry, losses, sinceNanos);
  }

  private Decoders(
      Senders senders,
      SyslogRules rules,
      ServiceDecoder services,
      Decoder snmp,
      PrometheusRegistry registry,
      SenderLosses losses,
      long sinceNanos) {
    this(
        new SyslogDecoder(rules, senders, services),
        new AgentDecoder(senders, services, snmp),
        snmp,
        registry,
        losses,
        sinceNanos);
  }

  /** For records that were decoded before: nothing is counted. SNMP is left out. */
  public static Decoder uncounted(SyslogRules rules) {
    Senders senders = new Senders(rules);
    ServiceDecoder services = new ServiceDecoder();
    Decoder syslog = new SyslogDecoder(rules, senders, services);
    Decoder agent = new AgentDecoder(senders, services);
    return record -> (AgentDecoder.claims(record) ? agent : syslog).decode(record);
  }

  Decoders(Decoder syslog, Decoder agent, Decoder snmp, PrometheusRegistry registry) {
    this(syslog, agent, snmp, registry, new SenderLosses(), Long.MAX_VALUE);
  }

  private Decoders(
      Decoder syslog,
      Decoder agent,
      Decoder snmp,
      PrometheusRegistry registry,
      SenderLosses losses,
      long sinceNanos) {
    this.losses = losses;
    this.sinceNanos = sinceNanos;
    this.syslog = syslog;
    this.agent = agent;
    this.snmp = snmp;
    proof = new SenderProof(registry);
    malformed =
        Counter.builder()
            .name("hinomi_malformed_total")
            .help("Records that break the format they claim; recorded all the same")
            .labelNames("transport")
            .register(registry);
    failures =
        Counter.builder()
            .name("hinomi_decode_failures_total")
            .help("Records at which a decoder failed: a fault of this program")
            .labelNames("transport")
            .register(registry);
    damagedCharsets =
        Counter.builder()
            .name("hinomi_charset_damaged_total")
            .help(
                "Records of damaged text: not of its charset, or damaged before; recorded all the same")
            .labelNames("transport")
            .register(registry);
  }

  @Override
  public Decoded decode(RecordView record) {
    Decoded decoded;
    try {
      decoded = decoder(record).decode(record);
    } catch (RuntimeException e) {
      // A decoder must not throw. Should one do it all the same, this record would stop the
      // reading of the journal for ever: it is kept undecoded instead.
      failures.labelValues(record.transport().wireName()).inc();
      LOG.atError()
          .addKeyValue("position", record.position())
          .addKeyValue("transport", record.transport().wireName())
          .setCause(e)
          .log("A decoder failed; the record is kept undecoded. Please report it");
      decoded = undecoded(record, e);
    }
    decoded = proof.hold(record, decoded);
    if (decoded instanceof Event event) {
      if (!event.fields().isEmpty()) {
        if (event.fields().containsKey(Fields.ERROR_MESSAGE)) {
          malformed.labelValues(record.transport().wireName()).inc();
          count(record, Loss.of(record.fault()));
        }
        if (event.fields().containsKey(Fields.EVENT_CHARSET_DAMAGED)) {
          damagedCharsets.labelValues(record.transport().wireName()).inc();
          count(record, Loss.CHARSET_DAMAGED);
        }
      }
      decoded = Review.complete(event);
    }
    if (record.originalLength() > record.length()) {
      count(record, Loss.OVERSIZE);
    }
    return decoded;
  }

  /** Imports have no sender, and what the collector writes is its own. */
  private void count(RecordView record, Loss kind) {
    if (record.receivedNanos() >= sinceNanos
        && record.transport() != Transport.IMPORT
        && record.transport() != Transport.INTERNAL) {
      losses.count(record.sender().getAddress(), kind, 1);
    }
  }

  private Decoder decoder(RecordView record) {
    if (record.transport() == Transport.SNMP) {
      return snmp;
    }
    if (AuditDecoder.claims(record)) {
      return audit;
    }
    return AgentDecoder.claims(record) ? agent : syslog;
  }

  private static Event undecoded(RecordView record, RuntimeException failure) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.ERROR_MESSAGE, "decoder failed: " + failure);
    String address = SourceAddress.text(record.sender().getAddress());
    long received = Math.floorDiv(record.receivedNanos(), 1_000L);
    return new Event(
        record.position(),
        record.transport(),
        address,
        received,
        received,
        address,
        -1,
        -1,
        null,
        null,
        new String(record.buffer(), record.offset(), record.length(), StandardCharsets.UTF_8),
        RawMessage.copyOf(record.buffer(), record.offset(), record.length()),
        null,
        fields);
  }
}
