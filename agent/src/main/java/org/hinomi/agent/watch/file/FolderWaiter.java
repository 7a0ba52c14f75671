package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a change in one folder, as the system tells it (inotify). Where it tells nothing, as on
 * network file systems, the time given is the interval of polling.
 */
public final class FolderWaiter implements Waiter, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderWaiter.class);

  /** Pause after a change, in ms: a busy folder wakes us at most a hundred times a second. */
  private static final long PAUSE = 10;

  private final Path folder;
  private final @Nullable WatchService service;
  private @Nullable WatchKey key;

  public FolderWaiter(Path folder) {
    this.folder = folder;
    WatchService opened = null;
    try {
      opened = folder.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      log.atInfo().addKeyValue("folder", folder).log("watched by polling alone: {}", e.toString());
    }
    this.service = opened;
  }

  @Override
  public Changes await(Duration longest) throws InterruptedException {
    WatchService watch = service;
    if (watch == null) {
      Thread.sleep(longest);
      return Changes.NONE;
    }
    boolean anew = register(watch);
    WatchKey changed = anew ? watch.poll() : watch.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    if (changed == null) {
      // What changed before the folder was registered is not told.
      return anew ? Changes.ALL : Changes.NONE;
    }
    Thread.sleep(PAUSE);
    Set<Path> names = new HashSet<>();
    boolean all = anew;
    for (WatchEvent<?> event : changed.pollEvents()) {
      // A file that comes or goes is perhaps another's successor.
      all |= event.kind() != StandardWatchEventKinds.ENTRY_MODIFY;
      if (event.context() instanceof Path name) {
        names.add(name);
      }
    }
    all |= !changed.reset();
    return all ? Changes.ALL : new Changes(false, names);
  }

  /** Again whenever the folder was not there, or went; true where it is registered anew. */
  private boolean register(WatchService watch) {
    if (key != null && key.isValid()) {
      return false;
    }
    try {
      key =
          folder.register(
              watch,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      return true;
    } catch (IOException e) {
      log.atDebug().addKeyValue("folder", folder).log("cannot be watched: {}", e.toString());
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
