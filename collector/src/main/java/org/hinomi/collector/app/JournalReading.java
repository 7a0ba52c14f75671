package org.hinomi.collector.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Decoders;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.enrich.ClockSkew;
import org.hinomi.collector.enrich.Enricher;
import org.hinomi.collector.enrich.MailJoiner;
import org.hinomi.collector.enrich.ResendMarker;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.keep.RetentionPolicy;
import org.hinomi.collector.receive.SenderLosses;
import org.hinomi.core.lifecycle.Stops;

/** Reads the journal for the stages behind it: decodes, enriches and hands over, in batches. */
final class JournalReading {
  /**
   * Two batches are held at a time, which live through a collection of young objects; where there
   * is no room for them (10,000 each) they are taken for old ones, and every second or third
   * collection goes over the whole heap.
   */
  private static final int BATCH_RECORDS = 4_096;

  private static final Duration BATCH_TIME = Duration.ofMillis(100);

  /** Records read again at a start to know the tails of RELP sessions. */
  private static final long RESEND_SCAN = 50_000;

  private JournalReading() {}

  /**
   * Starts to read the journal for {@code sinks}.
   *
   * @param pressed whether the journal takes in so much that reading gives way to it
   * @param losses counts what is cut or damaged from now on
   */
  static Pipeline start(
      SyslogRules rules,
      SnmpDecoder snmp,
      RetentionPolicy retention,
      SegmentedJournal journal,
      BooleanSupplier pressed,
      List<DecodedSink> sinks,
      PrometheusRegistry metrics,
      SenderLosses losses,
      Stops stops) {
    ResendMarker resends = new ResendMarker(journal::openReader, RESEND_SCAN, metrics);
    Decoder decoder = new Decoders(rules, snmp, metrics, losses, CollectorProgram.epochNanos());
    Enricher enricher = new Enricher(resends, new ClockSkew(metrics), retention);
    MailJoiner mails =
        new MailJoiner(
            from -> journal.openReader(Math.max(from, journal.firstPosition())),
            Decoders.uncounted(rules));
    Pipeline pipeline =
        new Pipeline(
            from -> journal.openReader(Math.max(from, journal.firstPosition())),
            resends.around(decoder),
            batch -> enricher.apply(mails.apply(batch)),
            sinks,
            BATCH_RECORDS,
            BATCH_TIME,
            pressed,
            System::nanoTime);
    Thread thread = Thread.ofPlatform().name("pipeline").start(pipeline);
    stops.add(
        "pipeline",
        () -> {
          pipeline.stop();
          thread.join();
        });
    return pipeline;
  }
}
