package org.hinomi.agent.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.hinomi.agent.enroll.Enrolment;
import org.hinomi.agent.enroll.Renewal;
import org.hinomi.agent.match.Matcher;
import org.hinomi.agent.sample.Sampler;
import org.hinomi.agent.send.Sender;
import org.hinomi.agent.spool.Spool;
import org.hinomi.agent.spool.SpoolSettings;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.file.FileSettings;
import org.hinomi.agent.watch.file.FileSource;
import org.hinomi.agent.watch.file.FolderEvents;
import org.hinomi.agent.watch.file.FolderWaiter;
import org.hinomi.agent.watch.journal.JournalSettings;
import org.hinomi.agent.watch.journal.JournalSource;
import org.hinomi.agent.watch.login.LoginSource;
import org.hinomi.agent.watch.windows.WindowsSettings;
import org.hinomi.agent.watch.windows.WindowsSource;
import org.hinomi.core.file.OwnerFiles;
import org.hinomi.core.lifecycle.StopSignal;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.lifecycle.ThisMachine;
import org.hinomi.core.relp.Failover;
import org.hinomi.core.relp.RelpSettings;
import org.hinomi.core.settings.ConfigProblem;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.sigma.SigmaProblem;
import org.hinomi.core.sigma.SigmaReader;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.sigma.SigmaRules;
import org.hinomi.core.snmp.HinomiMib;
import org.hinomi.core.snmp.NotificationQueue;
import org.hinomi.core.snmp.NotificationSender;
import org.hinomi.core.snmp.SnmpEngine;
import org.hinomi.core.tls.PeerIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent: sample and watch, match, spool, send; built in that order backwards, so that each part
 * is handed the next one, and stopped in the order of the flow.
 */
final class AgentProgram {
  private static final Logger LOG = LoggerFactory.getLogger(AgentProgram.class);
  private static final Duration SOURCE_END = Duration.ofSeconds(5);

  /** From one look to the next whether a better collector is back. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(1);

  /** Traps that may wait for one receiver. */
  private static final int TRAP_QUEUE = 1000;

  private final AgentSettings settings;
  private final Stops stops;
  private final StopSignal signal;
  private final InstantSource clock = InstantSource.system();
  private final FolderEvents folders;

  private AgentProgram(AgentSettings settings, Stops stops, StopSignal signal) {
    this.settings = settings;
    this.stops = stops;
    this.folders = stops.own("folders", new FolderEvents());
    this.signal = signal;
  }

  /**
   * Starts everything that the settings name.
   *
   * @param stops gets the action that ends each part; on an exception the caller runs it
   * @param signal asked to stop when a part cannot go on
   * @throws SettingsException where the rules are wrong
   */
  static void start(AgentSettings settings, Stops stops, StopSignal signal)
      throws SettingsException, IOException {
    new AgentProgram(settings, stops, signal).start();
  }

  private void start() throws SettingsException, IOException {
    List<SigmaRule> rules = rules();
    String host = host(settings);
    Enrolment enrolment = new Enrolment(settings.state());
    RelpSettings relp = RelpSettings.defaults();
    Collectors collectors = Collectors.of(settings, enrolment, relp);
    Spool spool =
        stops.own(
            "spool",
            Spool.open(
                settings.state(),
                SpoolSettings.ofSize(settings.spoolLimit(), settings.spoolAge()),
                clock,
                System::nanoTime,
                RandomGenerator.getDefault()));
    if (OwnerFiles.openToOthers(settings.state())) {
      LOG.atWarn()
          .addKeyValue("folder", settings.state())
          .log(
              "Others on this machine may read what waits to be sent. Take it from them: chmod o= FOLDER.");
    }
    startSender(spool, host, collectors, relp);
    if (collectors.enrolled()) {
      startRenewal(enrolment, collectors);
      warnOfOtherName(host, collectors);
    }
    RecordSink records =
        new RecordPath(spool, new Matcher(rules, Map.of(), clock), traps(), host, clock);
    List<Source> sources = startSources(spool, records);
    startSampling(spool);
    LOG.atInfo()
        .addKeyValue("agent", spool.agentId())
        .addKeyValue("host", host)
        .addKeyValue("collectors", collectors.servers())
        .addKeyValue("encrypted", collectors.tls().isPresent())
        .addKeyValue("sources", sources.size())
        .addKeyValue("rules", rules.size())
        .log("The agent runs.");
  }

  private void startSender(Spool spool, String host, Collectors collectors, RelpSettings relp) {
    Sender sender =
        new Sender(
            spool,
            new Failover(collectors.servers(), collectors.opener(), System::nanoTime),
            relp,
            LOOK_BACK,
            host,
            RandomGenerator.getDefault());
    Thread thread = platform("sender", sender::run);
    stops.add(
        "sender",
        () -> {
          sender.close();
          thread.join();
        });
  }

  /** The collector would record everything under the certificate's name, and mark it. */
  private static void warnOfOtherName(String host, Collectors collectors) {
    PeerIdentity own = PeerIdentity.of(collectors.tls().orElseThrow().chain().getFirst());
    if (!own.names().contains(host.toLowerCase(Locale.ROOT))) {
      LOG.atWarn()
          .addKeyValue("host", host)
          .addKeyValue("certificate", own.names())
          .log("This host has another name than it enrolled with: set host, or enrol again.");
    }
  }

  private void startRenewal(Enrolment enrolment, Collectors collectors) {
    Renewal renewal =
        new Renewal(
            enrolment,
            collectors.tls().orElseThrow(),
            collectors.opener(),
            collectors.servers(),
            clock,
            RandomGenerator.getDefault());
    Thread thread = platform("renewal", renewal::run);
    stops.add(
        "renewal",
        () -> {
          renewal.close();
          // Rather asked again at the next start than waited for.
          thread.interrupt();
          thread.join(SOURCE_END);
        });
  }

  private NotificationQueue traps() throws IOException {
    HinomiMib mib = HinomiMib.under(settings.enterprise());
    boolean version3 = settings.traps().stream().anyMatch(target -> target.user() != null);
    SnmpEngine engine =
        version3
            ? SnmpEngine.open(
                settings.state(), mib.enterpriseNumber(), new SecureRandom(), System::nanoTime)
            : null;
    NotificationQueue queue =
        stops.own(
            "traps",
            new NotificationQueue(
                new NotificationSender(mib, engine, System::nanoTime),
                settings.traps(),
                TRAP_QUEUE,
                settings.state().resolve("informs")));
    queue.start();
    return queue;
  }

  private List<Source> startSources(Spool spool, RecordSink records) {
    List<Source> sources = new ArrayList<>();
    SourceReports reports = new SourceReports(spool::tryPut, clock, System::nanoTime);
    for (WatchSettings watch : settings.watch()) {
      Source source =
          switch (watch) {
            case WatchSettings.FileWatch file -> fileSource(file);
            case WatchSettings.JournalWatch journal ->
                new JournalSource(
                    new JournalSettings(
                        journal.name(),
                        journal.directory().orElse(null),
                        journal.units(),
                        journal.from()));
            case WatchSettings.LoginWatch logins -> loginSource(logins);
            case WatchSettings.WindowsWatch windows ->
                new WindowsSource(
                    new WindowsSettings(windows.name(), windows.channels(), windows.from()),
                    System::nanoTime);
          };
      sources.add(source);
      Map<String, String> positions = spool.positions(source.name());
      HeldSink sink = new HeldSink(records, System::nanoTime);
      reports.add(source, sink);
      Thread thread = platform("watch-" + source.name(), () -> source.run(positions, sink));
      stops.add(
          "source " + source.name(),
          () -> {
            spool.whileNobodyPuts(source::close);
            if (!thread.join(SOURCE_END)) {
              // It waits for room in the spool: what it holds is read again at the next start.
              spool.whileNobodyPuts(thread::interrupt);
              thread.join();
            }
          });
    }
    startReports(reports);
    return sources;
  }

  private void startReports(SourceReports reports) {
    Thread thread = platform("source-states", reports::run);
    stops.add(
        "source states",
        () -> {
          reports.stop();
          thread.join();
        });
  }

  private Source fileSource(WatchSettings.FileWatch file) {
    return new FileSource(
        new FileSettings(file.name(), file.file(), file.from(), file.form()),
        clock,
        waiter(file.name(), Path.of(file.file())));
  }

  private Source loginSource(WatchSettings.LoginWatch logins) {
    return new LoginSource(
        new FileSettings(logins.name(), logins.file().toString(), logins.from()),
        logins.refused(),
        clock,
        waiter(logins.name(), logins.file()));
  }

  private FolderWaiter waiter(String source, Path file) {
    return stops.own("folder of " + source, folders.waiter(file));
  }

  private void startSampling(Spool spool) {
    if (!Files.isDirectory(Path.of("/proc"))) {
      LOG.atWarn().log("This machine is not sampled: only Linux is so far. Its logs are watched.");
      return;
    }
    ExecutorService fileSystems =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("file-systems").daemon().factory());
    stops.add("file system probe", fileSystems::shutdownNow);
    SampleLoop loop =
        new SampleLoop(
            Sampler.ofThisMachine(settings.sample(), System::nanoTime, fileSystems),
            settings.sample().interval(),
            clock,
            spool::offer);
    Thread thread = platform("sampler", loop::run);
    stops.add(
        "sampler",
        () -> {
          loop.stop();
          thread.join();
        });
  }

  private List<SigmaRule> rules() throws SettingsException, IOException {
    if (settings.rules().isEmpty()) {
      return List.of();
    }
    SigmaReader.Reading reading = new SigmaRules().load(settings.rules().get());
    List<SigmaProblem> problems = reading.problems();
    if (!problems.isEmpty()) {
      throw new SettingsException(
          problems.stream()
              .map(
                  p ->
                      new ConfigProblem(
                          Path.of(p.file()),
                          p.line(),
                          p.key(),
                          p.message(),
                          "a rule that hinomi can apply"))
              .toList());
    }
    if (!reading.correlations().isEmpty()) {
      LOG.atInfo()
          .addKeyValue("rules", reading.correlations().stream().map(c -> c.title()).toList())
          .log("Correlation rules are left to the collector, which sees all hosts.");
    }
    return reading.rules();
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Runs a part on a thread of its own; when it fails the agent stops and is started anew. */
  private Thread platform(String name, Work work) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Exception | Error e) {
                // A thread's top: say it, and let the service manager restart.
                LOG.atError()
                    .addKeyValue("part", name)
                    .setCause(e)
                    .log("A part of the agent failed");
                signal.fail();
              }
            });
  }

  /** The name in which the agent writes. */
  static String host(AgentSettings settings) {
    return settings.host().orElseGet(ThisMachine::name);
  }
}
