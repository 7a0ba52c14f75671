package org.hinomi.collector.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.imports.Recorded;
import org.hinomi.collector.imports.Target;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.keep.PolicyCopy;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.SenderLosses;
import org.hinomi.collector.receive.audit.AuditTrail;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.RecordedRange;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.snmp.HinomiMib;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports into a folder that no collector runs on, with the stages of the collector: journal,
 * decode, enrich, record. Alerts are left alone; they read on from where they stand when a
 * collector starts. Not thread-safe.
 */
public final class ImportIntoFolder implements Target {
  private static final Logger LOG = LoggerFactory.getLogger(ImportIntoFolder.class);

  /** How often it is looked whether the wait for the history makes sense. */
  private static final Duration STEP = Duration.ofSeconds(5);

  /** Batches that the journal has and may not have synced. */
  private static final int MOST_GIVEN = 4;

  /** After which whoever waits is told what for. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Told of a disk that takes nothing, on the thread that sends. */
  public interface Waits {
    /** Waits that are lines of the log. */
    Waits LOGGED =
        new Waits() {
          @Override
          public void begins(String reason) {
            LOG.atWarn().addKeyValue("reason", reason).log("Waiting for the disk to take more.");
          }

          @Override
          public void ends() {
            LOG.atInfo().log("The disk takes more again.");
          }
        };

    /**
     * One began some seconds ago.
     *
     * @param reason what the disk says; empty: nothing, it is slow
     */
    void begins(String reason);

    /** It is over: something was written. */
    void ends();
  }

  private final Stops stops = new Stops();
  private final SegmentedJournal journal;
  private final ToldWaits intake;
  private final HotIndex index;
  private final Pipeline pipeline;
  private final ImportReceiver receiver;
  private final AuditTrail trail;
  private volatile long durable;

  /** A batch, which is sent again where the disk did not take it. */
  private record Batch(byte[] frames, int length, ImportReceiver.Given given) {}

  private final Deque<Batch> given = new ArrayDeque<>();

  /** Chunks become durable, or fail, in the order in which they are given. */
  private CountDownLatch lastDone = new CountDownLatch(0);

  /** Why a chunk that arrived was not written; those behind it may be. */
  private volatile @Nullable Throwable lost;

  private final InetSocketAddress self = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /**
   * Opens the folder, or begins a history in it.
   *
   * @param zone of what a collector left in the journal that is not in the history yet, where the
   *     settings of that collector tell none
   * @param waits told after some seconds that the disk takes nothing
   * @throws IOException where a collector has it open, or the disk refuses
   */
  public ImportIntoFolder(Path data, ZoneId zone, InstantSource clock, Waits waits)
      throws IOException {
    PrometheusRegistry metrics = new PrometheusRegistry();
    OwnerFiles.folder(data);
    try {
      JournalSettings journalSettings = JournalSettings.in(data).forBulk();
      JournalEndsLater ends = new JournalEndsLater(journalSettings.dir());
      index =
          stops.own("hot index", new HotIndex(data, HotSettings.COLLECTOR, clock, metrics, ends));
      journal =
          stops.own(
              "journal",
              SegmentedJournal.open(
                  journalSettings, index.nextPosition(), CollectorProgram::epochNanos, metrics));
      ends.follow(journal);
      LastRun.beforeCommand(data.resolve("state"), journal.newest());
      intake = new ToldWaits(journal, journal::refusal, waits, PATIENCE, System::nanoTime);
      pipeline =
          JournalReading.start(
              DecodeCopy.rules(data, zone),
              new SnmpDecoder(HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE), List.of()),
              PolicyCopy.read(data, clock),
              journal,
              // Nobody else sends: what is read is to be in the history when the command ends.
              () -> false,
              List.of(index),
              metrics,
              new SenderLosses(),
              stops);
      Counters counters = new Counters(metrics);
      receiver = new ImportReceiver(intake, counters, CollectorProgram::epochNanos);
      trail = new AuditTrail(journal, counters, () -> clock.millis() * 1_000_000L);
    } catch (IOException | RuntimeException e) {
      stops.close();
      throw e;
    }
  }

  @Override
  public List<Recorded> recorded() throws IOException, InterruptedException {
    return index
        .recordedUpTo(
            journal.nextPosition(), AgentFrame.IMPORT_AGENT, CollectorProgram.IMPORT_PATIENCE)
        .stream()
        .map(ImportIntoFolder::recorded)
        .toList();
  }

  private static Recorded recorded(RecordedRange range) {
    return new Recorded(range.agentId(), range.incarnation(), range.first(), range.last());
  }

  /** Goes on while the batch is written: what waits is bounded by the journal. */
  @Override
  public void send(byte[] frames, int length) throws InterruptedException {
    given.add(new Batch(frames, length, receiver.give(frames, length, self)));
    if (given.size() > MOST_GIVEN) {
      awaitFirst();
    }
  }

  /**
   * What a full disk did not take is sent again when it has room: the history takes each record
   * once, whatever part of the batch was written.
   */
  private void awaitFirst() throws InterruptedException {
    Batch first = given.getFirst();
    boolean written = false;
    while (!written) {
      try {
        first.given.await();
        written = true;
      } catch (IOException refused) {
        first =
            new Batch(first.frames, first.length, receiver.give(first.frames, first.length, self));
      }
    }
    given.removeFirst();
    durable += first.given.records();
    intake.written();
  }

  /** How many of the records that were sent are known to be durable. */
  public long durable() {
    return durable;
  }

  /**
   * Notes what was done, durably; a journal that takes nothing is not waited for long.
   *
   * @throws IOException where it cannot be written
   */
  public void note(AuditRecord record) throws IOException {
    trail.take(record);
  }

  /**
   * Takes what arrived at another time. Whether all of it is durable, {@link #flush} tells: it has
   * no identity by which it could be sent again.
   */
  public void arrived(Chunk chunk) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Intake.Commit commit =
        (position, failure) -> {
          if (failure != null) {
            lost = failure;
          }
          done.countDown();
        };
    intake.put(chunk, commit);
    lastDone = done;
  }

  /** Waits until the history has all, too: then it can be searched. */
  @Override
  public void flush() throws IOException, InterruptedException {
    while (!given.isEmpty()) {
      awaitFirst();
    }
    lastDone.await();
    Throwable failure = lost;
    if (failure != null) {
      throw new IOException("the journal cannot be written: " + failure, failure);
    }
    intake.written();
    while (!index.awaitRecorded(journal.nextPosition(), STEP)) {
      List<Pipeline.Failure> failures = pipeline.failures();
      if (!failures.isEmpty()) {
        throw new IOException(
            "all is safe in the journal and comes into the history at the next start: "
                + failures.getFirst().reason());
      }
    }
  }

  @Override
  public void close() {
    stops.close();
  }
}
