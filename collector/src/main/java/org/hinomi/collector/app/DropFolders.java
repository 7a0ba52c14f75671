package org.hinomi.collector.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.app.DropFolder.Found;
import org.hinomi.collector.console.ImportApi;
import org.hinomi.collector.imports.ImportOptions;
import org.hinomi.collector.imports.Importer;
import org.hinomi.collector.imports.Progress;
import org.hinomi.collector.imports.Recorded;
import org.hinomi.collector.imports.Target;
import org.hinomi.collector.receive.imports.ImportReceiver;
import org.hinomi.collector.search.Problem;
import org.hinomi.core.lifecycle.Stops;
import org.hinomi.core.text.Reason;
import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the files of the drop folders as {@code import} would, by the same code. What cannot be
 * read is told once for each file, and is a problem until the file changes or goes.
 */
final class DropFolders {
  private static final Logger LOG = LoggerFactory.getLogger(DropFolders.class);

  /** Two looks with the same size make a file whole. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  /** File names in a problem. */
  private static final int SHOWN = 3;

  private final ImportReceiver receiver;
  private final ImportApi.Recorded recorded;
  private final List<Watched> folders = new ArrayList<>();

  /** What is wrong now, by folder. */
  private final Map<Path, Problem> problems = new ConcurrentHashMap<>();

  private record Watched(
      DropSettings settings, ImportOptions options, DropFolder folder, Told told) {}

  /**
   * @param notes where it is noted what was taken in
   * @param zone of times without one where a folder has none of its own
   * @param receiver takes the frames to the journal
   * @param recorded tells what the history holds
   */
  DropFolders(
      List<DropSettings> settings,
      Path notes,
      ZoneId zone,
      String localHost,
      ImportReceiver receiver,
      ImportApi.Recorded recorded)
      throws IOException {
    this.receiver = receiver;
    this.recorded = recorded;
    for (DropSettings drop : settings) {
      Path folder = drop.folder().toAbsolutePath().normalize();
      // The note's name is made of the folder's, which may hold anything.
      String name = "drop-" + Integer.toHexString(folder.toString().hashCode());
      folders.add(
          new Watched(
              drop,
              new ImportOptions(
                  drop.type(),
                  drop.host().orElse(null),
                  localHost,
                  drop.zone().orElse(zone),
                  drop.charset().orElse(null)),
              new DropFolder(folder, notes, name),
              new Told()));
    }
  }

  /** Looks again and again, on a thread of its own. */
  void start(Stops stops) {
    if (folders.isEmpty()) {
      return;
    }
    ScheduledExecutorService worker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("drop-folders").daemon().factory());
    worker.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    stops.add(
        "drop folders",
        () -> {
          // What is not taken in whole is, at the next start; the history knows what it has.
          worker.shutdownNow();
          worker.close();
        });
  }

  /** What an operator should look at; thread-safe. */
  List<Problem> problems() {
    return List.copyOf(problems.values());
  }

  /** Looks once into each folder. */
  void look() {
    for (Watched each : folders) {
      Path folder = each.settings().folder();
      try {
        List<Found> files = each.folder().look();
        each.told().retain(each.folder());
        if (!files.isEmpty()) {
          take(each, files);
        }
        say(folder, each.told());
      } catch (IOException | Importer.Refused e) {
        Problem problem = Problem.of("drop-folder", folder, reason(e));
        if (!problem.equals(problems.put(folder, problem))) {
          LOG.atWarn().addKeyValue("folder", folder).log("Files cannot be taken in: {}", reason(e));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.atError().addKeyValue("folder", folder).setCause(e).log("Taking in files failed");
        problems.put(folder, Problem.of("drop-folder", folder, reason(e)));
      }
    }
  }

  private static String reason(Exception e) {
    return switch (e) {
      // These say no more than which file it is.
      case NoSuchFileException gone -> gone.getFile() + ": no such file or folder";
      case NotDirectoryException other -> other.getFile() + ": not a folder";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      default -> Reason.of(e);
    };
  }

  private void take(Watched each, List<Found> files)
      throws IOException, Importer.Refused, InterruptedException {
    Told told = each.told();
    Importer importer = new Importer(each.options(), new Journal(), told);
    List<Found> read = new ArrayList<>();
    long records = 0;
    for (Found file : files) {
      if (told.hasFailed(file)) {
        continue;
      }
      told.begin(file);
      if (!Files.isReadable(file.path())) {
        // Not noted: nothing of the file changes when it is let be read.
        told.tell(file.path() + ": permission denied (let the collector's user read it)");
        continue;
      }
      try {
        records = importer.run(List.of(file.path())).added();
      } catch (RuntimeException e) {
        // Not noted: it is read again at the next start. The others must not wait for it.
        LOG.atError()
            .addKeyValue("file", file.path())
            .setCause(e)
            .log("A file could not be taken in; the next start tries again. Please report it");
        told.fail(file.path() + ": " + reason(e));
        continue;
      }
      read.add(file);
      if (!told.isBad(file) && each.settings().then() == DropSettings.Then.DELETE) {
        delete(file, told);
      }
    }
    each.folder().taken(read);
    if (!read.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("folder", each.settings().folder())
          .addKeyValue("files", read.size())
          .addKeyValue("records", records)
          .log("Files were taken in");
    }
  }

  /** Unless it has been written to since: then it is taken in again. */
  private static void delete(Found file, Told told) {
    try {
      if (DropFolder.isUnchanged(file)) {
        Files.deleteIfExists(file.path());
      }
    } catch (IOException e) {
      told.tell(
          file.path()
              + ": was taken in, but cannot be deleted (let the collector's user write to the"
              + " folder, or set then: keep): "
              + reason(e));
    }
  }

  private void say(Path folder, Told told) {
    Problem problem = told.problem(folder);
    if (problem == null) {
      problems.remove(folder);
    } else if (!problem.equals(problems.put(folder, problem))) {
      LOG.atWarn().addKeyValue("folder", folder).log("Not all can be read: {}", told.first());
    }
  }

  /** Into the journal of this collector. */
  private final class Journal implements Target {
    private final InetSocketAddress self =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Override
    public List<Recorded> recorded() throws IOException, InterruptedException {
      return recorded.ranges().stream()
          .map(r -> new Recorded(r.agentId(), r.incarnation(), r.first(), r.last()))
          .toList();
    }

    @Override
    public void send(byte[] frames, int length) throws IOException, InterruptedException {
      receiver.take(frames, length, self);
    }

    @Override
    public void flush() {
      // each batch is durable when it is given
    }

    @Override
    public void close() {
      // the journal is the collector's
    }
  }

  /** What could not be read of files that are still there. For one thread. */
  private static final class Told implements Progress {
    private final Map<Found, Faults> bad = new LinkedHashMap<>();
    private @Nullable Found current;

    /** Of one file. */
    private static final class Faults {
      private final List<String> first = new ArrayList<>();
      private int count;
      private boolean failed;
    }

    /** What is told from now on is of this file. */
    void begin(Found file) {
      bad.remove(file);
      current = file;
    }

    /** Forgets files that have changed or gone. */
    void retain(DropFolder folder) {
      bad.keySet().removeIf(file -> !folder.isThere(file));
    }

    boolean isBad(Found file) {
      return bad.containsKey(file);
    }

    boolean hasFailed(Found file) {
      Faults faults = bad.get(file);
      return faults != null && faults.failed;
    }

    List<String> first() {
      return bad.values().stream().flatMap(f -> f.first.stream()).limit(SHOWN).toList();
    }

    @Nullable Problem problem(Path folder) {
      int count = bad.values().stream().mapToInt(f -> f.count).sum();
      return count == 0
          ? null
          : Problem.of("drop-files", count, folder, String.join("; ", first()));
    }

    @Override
    public void read(long bytes) {
      // nobody waits for it
    }

    @Override
    public void records(long added) {
      // counted by the importer
    }

    @Override
    public void problem(String path, @Nullable String reason) {
      tell(path + ": " + reason);
    }

    @Override
    public void damage(String path, long times, Damage damage) {
      tell(path + ": " + damage.fault() + " at byte " + damage.offset() + ": " + damage.detail());
    }

    void fail(String what) {
      tell(what).failed = true;
    }

    Faults tell(String what) {
      LOG.atDebug().log("Of a file in a drop folder something cannot be read: {}", what);
      Faults faults = bad.computeIfAbsent(requireNonNull(current), file -> new Faults());
      faults.count++;
      if (faults.first.size() < SHOWN) {
        faults.first.add(what);
      }
      return faults;
    }
  }
}
