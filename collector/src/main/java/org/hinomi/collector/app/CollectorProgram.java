package org.hinomi.collector.app;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.channel.epoll.Epoll;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.Outbox;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.calendar.CalendarFolder;
import org.hinomi.collector.console.AckPage;
import org.hinomi.collector.console.AlertApi;
import org.hinomi.collector.console.ArchiveApi;
import org.hinomi.collector.console.AuditApi;
import org.hinomi.collector.console.ImportApi;
import org.hinomi.collector.console.KeepApi;
import org.hinomi.collector.console.ReviewApi;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.snmp.SnmpDecoder;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.keep.ArchiveRequests;
import org.hinomi.collector.keep.DiskGate;
import org.hinomi.collector.keep.KeepRequests;
import org.hinomi.collector.keep.Keeper;
import org.hinomi.collector.keep.RetentionPolicy;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.Pauses;
import org.hinomi.collector.receive.SenderLosses;
import org.hinomi.collector.receive.audit.AuditTrail;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.NativeLibrary;
import org.hinomi.collector.record.SampleRetention;
import org.hinomi.collector.review.HistoryArchive;
import org.hinomi.collector.review.explain.ChatModel;
import org.hinomi.collector.review.report.ReviewRequests;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.lifecycle.ProgramVersion;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.lifecycle.ThisMachine;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.SnmpEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector: every stage built in the order of the flow and handed the next one, so that it can
 * be read from top to bottom. What was started is stopped in the reverse order.
 */
public final class CollectorProgram {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorProgram.class);

  /**
   * Bytes a second from which on the journal goes before all that reads it: some 250,000 lines, or
   * 60,000 datagrams, or 15,000 notifications.
   */
  private static final double BURST = 50e6;

  /** An import waits as long for what came before it to be in the history. */
  static final Duration IMPORT_PATIENCE = Duration.ofMinutes(2);

  /** After the burst of a start. */
  private static final Duration UPKEEP_FIRST = Duration.ofMinutes(5);

  /** Each roll-up cuts the hour in two rows; rarer, and questions put together more samples. */
  private static final Duration UPKEEP_EVERY = Duration.ofHours(1);

  private static final int EVENT_LOOP_THREADS = 2;

  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final HotIndex index;

  private CollectorProgram(HotIndex index) {
    this.index = index;
  }

  /**
   * Starts everything that the settings name.
   *
   * @param stops gets the action that ends each part; on an exception the caller runs it
   * @throws SettingsException where a policy is wrong
   */
  public static CollectorProgram start(CollectorSettings settings, Stops stops)
      throws SettingsException, IOException {
    return start(settings, stops, InstantSource.system());
  }

  /**
   * The same with a clock of its own.
   *
   * @param clock dates what comes in and decides what is of which day; waits are not measured by it
   */
  public static CollectorProgram start(CollectorSettings settings, Stops stops, InstantSource clock)
      throws SettingsException, IOException {
    LongSupplier epochNanos = () -> epochNanos(clock.instant());
    Path data = OwnerFiles.folder(settings.data());
    if (OwnerFiles.openToOthers(data)) {
      LOG.atWarn()
          .addKeyValue("folder", data)
          .log("Others on this machine may read the history. Take it from them: chmod o= FOLDER.");
    }
    Path state = data.resolve("state");
    PrometheusRegistry metrics = new PrometheusRegistry();
    LoadedThresholds thresholds = LoadedThresholds.read(settings.rules());
    CalendarFolder calendars =
        settings.calendars().isEmpty()
            ? CalendarFolder.NONE
            : CalendarFolder.read(settings.calendars().get(), System.getenv());
    LoadedRules rules =
        LoadedRules.read(settings.rules(), settings.detect(), calendars).with(thresholds);
    RetentionPolicy retention = Keeping.policy(settings, clock);
    DecodeCopy.put(data, settings.decode());

    SnmpEngine snmpEngine =
        SnmpEngine.open(
            OwnerFiles.folder(state),
            HinomiMib.under(settings.enterprise()).enterpriseNumber(),
            new SecureRandom(),
            System::nanoTime);

    // The read end first: what comes in finds everything behind it ready.
    JournalSettings journalSettings =
        new JournalSettings(
            data.resolve("journal"),
            settings.journal().segmentSize(),
            settings.journal().pendingLimit());
    NativeLibrary.loadForLong();
    JournalEndsLater ends = new JournalEndsLater(journalSettings.dir());
    HotIndex index =
        stops.own("hot index", new HotIndex(data, HotSettings.COLLECTOR, clock, metrics, ends));
    Destinations destinations = Destinations.of(settings, hostName(), snmpEngine, clock);
    stops.add("notifiers", destinations::close);
    AlertStore alerts =
        stops.own(
            "alerts",
            new AlertStore(
                state,
                thresholds.set(),
                rules.rules(),
                settings.alerts(),
                settings.destinations().queues(),
                clock,
                metrics));
    Pauses pauses = new Pauses(clock, System::nanoTime);
    SegmentedJournal journal =
        stops.own(
            "journal",
            SegmentedJournal.open(
                journalSettings,
                Math.max(index.nextPosition(), alerts.nextPosition()),
                epochNanos,
                metrics,
                pauses));
    ends.follow(journal);
    SenderLosses losses = new SenderLosses();

    Notifying notifying =
        new Notifying(
            settings,
            calendars.calendars(),
            state,
            alerts,
            destinations,
            hostName(),
            clock,
            metrics,
            stops);
    JournalRoom room =
        new JournalRoom(
            journal,
            () -> Math.min(index.durablePosition(), alerts.durablePosition()),
            samples(index, settings.samples()),
            startUpkeep(index, settings.samples(), stops),
            System::nanoTime);
    Keeping keeping = new Keeping(stops);
    keeping.sendHeads(settings, index, destinations, clock);
    Keeper keeper = new Keeper(data, index.steps(), clock);
    keeping.dispose(keeper, retention);
    ReviewRequests reviews =
        new ReviewRequests(
            data,
            clock,
            new HistoryArchive(data, index.history(), clock, () -> true),
            keeper::sign,
            settings.review().model().map(ChatModel::new));
    keeping.remind(reviews, destinations);
    keeping.mailReports(settings, reviews, notifying.routing(), destinations, state, clock, stops);
    keeping.readForReviews(reviews, stops);
    // Alerts first: few records go from one to the other, and a history that is slow delays none.
    Pipeline pipeline =
        startPipeline(settings, retention, journal, List.of(alerts, index), metrics, losses, stops);
    notifying.beat(
        settings.destinations().heartbeat(),
        destinations,
        hostName(),
        () -> pipeline.failures().isEmpty(),
        clock,
        stops);

    ScheduledExecutorService housekeeping = housekeeping();
    stops.add("housekeeping", housekeeping::close);
    housekeeping.scheduleWithFixedDelay(
        () -> room.make(settings.journal().keepSize()), 30, 30, SECONDS);
    housekeeping.scheduleWithFixedDelay(() -> endQuiet(journal, alerts), 5, 5, SECONDS);
    GaugeWithCallback.builder()
        .name("hinomi_detect_lag_records")
        .help("Records in the journal that detection has not looked at yet")
        .callback(gauge -> gauge.call(journal.nextPosition() - alerts.nextPosition()))
        .register(metrics);

    DiskGate gate = new DiskGate(journal, pauses);
    keeping.guardDisk(
        settings, gate, keeper, retention, () -> room.make(0), destinations, clock, stops);
    CollectorProgram program = new CollectorProgram(index);
    Counters counters = new Counters(metrics, losses);
    AuditTrail trail = new AuditTrail(gate, counters, epochNanos);
    AuditLog audit = new AuditLog(hostName(), clock, trail::take);
    // First and last of all that is taken in. Past the gate: what it keeps free has room for these.
    AuditTrail ungated = new AuditTrail(journal, counters, epochNanos);
    stops.own(
        "run records",
        new RunRecords(state, pauses, ungated::take, hostName(), clock)
            .start(journal.nextPosition() == 1, journal.newest()));
    // Before the receivers: it stops behind them, and tells what was lost by that.
    stops.own(
        "losses",
        new LossReports(losses, counters::countKernelDrops, trail::take, hostName(), clock)
            .start());
    Receivers receivers =
        new Receivers(
            settings,
            stops.own("event loops", eventLoops(settings.receive())),
            gate,
            data,
            state,
            clock,
            counters,
            snmpEngine,
            audit,
            epochNanos);
    receivers.start(stops, program.addresses);
    ImportReceiver imports = new ImportReceiver(gate, counters, epochNanos);
    ImportApi.Recorded imported =
        () -> index.recordedUpTo(journal.nextPosition(), AgentFrame.IMPORT_AGENT, IMPORT_PATIENCE);
    DropFolders drop =
        new DropFolders(
            settings.drop(), state, settings.decode().zone(), hostName(), imports, imported);
    drop.start(stops);
    if (settings.listen().console().isPresent()) {
      Health health =
          new Health(
              ProgramVersion.text(),
              data,
              program.addresses,
              new Health.Parts(
                  watched(journal),
                  index::nextPosition,
                  new Health.Detection(alerts::nextPosition, rules.size(), rules.refused()),
                  pipeline::failures,
                  notifying::failures,
                  () -> queued(alerts.outbox()),
                  notifying.problems()),
              metrics,
              clock,
              settings.keep().disk());
      health.watch(drop::problems);
      HostPort console =
          HttpSide.start(
              settings,
              index.history(),
              new AlertReader(state, thresholds.set()::aims),
              health,
              HttpSide.services(
                  new ImportApi(imports, imported),
                  new KeepApi(new KeepRequests(keeper, retention, index::snapshot)),
                  new ArchiveApi(
                      new ArchiveRequests(data, clock, index.comparison()),
                      data.resolve("history").resolve(HotIndex.SNAPSHOT)),
                  new AlertApi(alerts.actions(), clock),
                  new ReviewApi(reviews),
                  new AuditApi(trail::take),
                  notifying
                      .acknowledgements()
                      .map(page -> new AckPage(page, notifying::zone, audit))),
              audit,
              clock,
              metrics,
              stops);
      program.addresses.put("console", console.toString());
    }
    LOG.atInfo()
        .addKeyValue("data", data)
        .addKeyValue("next_position", journal.nextPosition())
        .addKeyValue("listen", program.addresses)
        .log("The collector listens.");
    return program;
  }

  /** Connections take no more files than leave the history enough to be written. */
  private static EventLoops eventLoops(ReceiveSettings receive) {
    int most = OpenFiles.forConnections();
    if (most < receive.connections()) {
      LOG.atInfo()
          .addKeyValue("receive.connections", receive.connections())
          .addKeyValue("possible", most)
          .log(
              "The system lets this process open fewer files: senders beyond that are refused and"
                  + " counted. Raise ulimit -n (systemd: LimitNOFILE).");
    }
    return new EventLoops(EVENT_LOOP_THREADS, Epoll.isAvailable(), most);
  }

  private static ScheduledExecutorService housekeeping() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("housekeeping").daemon().factory());
  }

  private static JournalRoom.Samples samples(HotIndex index, SampleRetention retention) {
    return new JournalRoom.Samples() {
      @Override
      public long neededFrom() throws IOException {
        return index.neededFrom();
      }

      @Override
      public void write() throws IOException {
        index.writeSamples(retention);
      }
    };
  }

  /** Alerts of events end by the clock where nothing comes that could end them. */
  private static void endQuiet(SegmentedJournal journal, AlertStore alerts) {
    try {
      alerts.endQuiet(journal.nextPosition());
      alerts.release();
    } catch (IOException | RuntimeException e) {
      LOG.atWarn().setCause(e).log("Alerts that are over cannot be ended; trying again");
    }
  }

  private static SortedMap<String, Long> queued(Outbox outbox) {
    SortedMap<String, Long> depths = new TreeMap<>();
    outbox.destinations().forEach(name -> depths.put(name, outbox.depth(name)));
    return depths;
  }

  private static Health.Journal watched(SegmentedJournal journal) {
    return new Health.Journal() {
      @Override
      public long nextPosition() {
        return journal.nextPosition();
      }

      @Override
      public long firstPosition() {
        return journal.firstPosition();
      }

      @Override
      public int segments() {
        return journal.segments();
      }

      @Override
      public long bytes() throws IOException {
        return journal.bytes();
      }
    };
  }

  /**
   * The newest samples of this machine, a line each, as soon as there are some.
   *
   * @return empty when none came in time
   */
  public List<String> firstSamples(Duration patience) throws InterruptedException {
    return new FirstSamples(index.history()).await(patience);
  }

  private static Pipeline startPipeline(
      CollectorSettings settings,
      RetentionPolicy retention,
      SegmentedJournal journal,
      List<DecodedSink> sinks,
      PrometheusRegistry metrics,
      SenderLosses losses,
      Stops stops) {
    return JournalReading.start(
        settings.decode().rules(),
        new SnmpDecoder(HinomiMib.under(settings.enterprise()), settings.snmp().users()),
        retention,
        journal,
        () -> journal.pressure() > BURST,
        sinks,
        metrics,
        losses,
        stops);
  }

  /** Beside the pipeline: what takes a second shall not hold up what comes in. */
  private static Executor startUpkeep(HotIndex index, SampleRetention retention, Stops stops) {
    ScheduledExecutorService upkeep =
        Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("samples").daemon().unstarted(work));
    upkeep.scheduleWithFixedDelay(
        () -> {
          try {
            index.upkeep(retention);
          } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                .setCause(e)
                .log("Samples could not be rolled up or deleted; tried again in an hour.");
          }
        },
        UPKEEP_FIRST.toSeconds(),
        UPKEEP_EVERY.toSeconds(),
        TimeUnit.SECONDS);
    stops.add(
        "samples",
        () -> {
          // Interrupted, it ends after the transaction that it is in.
          upkeep.shutdownNow();
          upkeep.close();
        });
    return upkeep;
  }

  /** Where each protocol is received, by the names of the settings, with the ports in use. */
  public Map<String, String> addresses() {
    return Collections.unmodifiableMap(addresses);
  }

  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** The machine's name, as records of this collector have it. */
  public static String hostName() {
    return ThisMachine.name();
  }

  static long epochNanos() {
    return epochNanos(Instant.now());
  }

  private static long epochNanos(Instant now) {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
