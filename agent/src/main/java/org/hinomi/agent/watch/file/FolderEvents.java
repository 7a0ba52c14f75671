package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the system tells of changes in folders (inotify), for all sources of an agent: a system
 * gives only some hundred of such services to a user, and a busy file is to wake its own source,
 * not all that watch the same folder. Thread-safe.
 */
public final class FolderEvents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderEvents.class);

  /** Pause after a change, in ms: busy folders wake us at most a hundred times a second. */
  private static final long PAUSE = 10;

  /** File systems of which Linux tells every change: those that no other machine writes to. */
  private static final Set<String> LOCAL =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "jfs", "tmpfs");

  private final boolean linux = System.getProperty("os.name", "").startsWith("Linux");
  private final @Nullable WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Set<Path> local = new HashSet<>();
  private final List<FolderWaiter> waiters = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public FolderEvents() {
    WatchService opened = null;
    try {
      opened = FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      log.atInfo().log("Files are watched by polling alone: {}", e.toString());
    }
    service = opened;
    if (opened != null) {
      WatchService events = opened;
      Thread.ofPlatform().name("folders").daemon().start(() -> run(events));
    }
  }

  /**
   * Waits for changes of one file, or the files of one pattern.
   *
   * @param file its last part may have {@code *} and {@code ?}
   */
  public FolderWaiter waiter(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String name = String.valueOf(file.getFileName());
    String before = name.split("[*?]", 2)[0];
    FolderWaiter waiter =
        new FolderWaiter(
            this,
            folder == null ? Path.of("/") : folder,
            before.equals(name) ? new Siblings(file).stem() : before);
    waiters.add(waiter);
    return waiter;
  }

  void leave(FolderWaiter waiter) {
    waiters.remove(waiter);
  }

  /** Whether all that happens in the folder is told. */
  synchronized boolean tellsAll(Path folder) {
    WatchKey key = keys.get(folder);
    return key != null && key.isValid() && local.contains(folder);
  }

  private boolean isLocal(Path folder) throws IOException {
    return linux && LOCAL.contains(Files.getFileStore(folder).type());
  }

  /** Again whenever the folder was not there, or went; true where it is registered anew. */
  synchronized boolean register(Path folder) {
    WatchKey key = keys.get(folder);
    WatchService events = service;
    if (events == null || key != null && key.isValid()) {
      return false;
    }
    try {
      keys.put(
          folder,
          folder.register(
              events,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
      if (isLocal(folder)) {
        local.add(folder);
      } else {
        local.remove(folder);
      }
      return true;
    } catch (IOException | ClosedWatchServiceException e) {
      log.atDebug().addKeyValue("folder", folder).log("cannot be watched: {}", e.toString());
      return false;
    }
  }

  private void run(WatchService events) {
    try {
      while (true) {
        WatchKey key = events.take();
        if (closed.await(PAUSE, TimeUnit.MILLISECONDS)) {
          return;
        }
        while (key != null) {
          tell(key);
          key = events.poll();
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException ended) {
      log.atDebug().log("no longer watched");
    }
  }

  private void tell(WatchKey key) {
    boolean all = false;
    Set<Path> written = new HashSet<>();
    Set<Path> changed = new HashSet<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (!(event.context() instanceof Path name)) {
        all = true;
      } else if (event.kind() == StandardWatchEventKinds.ENTRY_MODIFY) {
        written.add(name);
      } else {
        // A file that comes or goes is perhaps another's successor.
        changed.add(name);
      }
    }
    all |= !key.reset();
    Set<Path> folders = foldersOf(key);
    for (FolderWaiter waiter : waiters) {
      if (folders.contains(waiter.folder())) {
        waiter.tell(all, written, changed);
      }
    }
  }

  /** The system has one key for a folder, whatever paths lead to it. */
  private synchronized Set<Path> foldersOf(WatchKey key) {
    Set<Path> folders = new HashSet<>();
    keys.forEach(
        (folder, each) -> {
          if (each.equals(key)) {
            folders.add(folder);
          }
        });
    return folders;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    if (service != null) {
      service.close();
    }
  }
}
