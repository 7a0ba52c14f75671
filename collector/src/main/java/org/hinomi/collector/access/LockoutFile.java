package org.hinomi.collector.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.access.Lockouts.Kept;
import org.hinomi.core.file.OwnerFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the failures of logins over a restart, in a file of its owner alone: a line each, written
 * within a second and at the stop. A name that can be none is not in it, for it may be a password.
 * Where the file cannot be read or written, the log says so and logins go on: who may change it may
 * change the users, too. Thread-safe; one process at a time.
 */
public final class LockoutFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockoutFile.class);
  private static final String NAME = "lockouts";
  private static final String HEAD = "hinomi lockouts 1";

  /** So many accounts, and so many addresses: those that have failed most. */
  static final int MOST = 2_000;

  /** No file of ours is as large. */
  private static final long LONGEST = 1 << 20;

  private final Path file;
  private final InstantSource clock;
  private final Lockouts lockouts = new Lockouts();
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("lockouts").daemon().factory());
  private long writtenChanges = -1;
  private String written = "";
  private boolean failing;

  private LockoutFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Begins with what the file of a history holds, and follows from then on.
   *
   * @param data the folder of the history; {@code state} in it is there
   * @throws IOException where the users cannot be read
   */
  public static LockoutFile open(Path data, InstantSource clock) throws IOException {
    LockoutFile opened = new LockoutFile(data.resolve("state").resolve(NAME), clock);
    boolean users = new UserBook(UserBook.folderIn(data), clock).exist();
    opened.read(users);
    opened.write();
    opened.writer.scheduleWithFixedDelay(opened::write, 1, 1, TimeUnit.SECONDS);
    return opened;
  }

  /** What it keeps. */
  public Lockouts lockouts() {
    return lockouts;
  }

  private void read(boolean users) {
    if (!Files.exists(file)) {
      if (users) {
        LOG.atWarn()
            .addKeyValue("file", file)
            .log("Failed logins from before this start are not known: the file is missing.");
      }
      return;
    }
    try {
      if (Files.size(file) > LONGEST) {
        throw new IOException("more than " + LONGEST + " bytes");
      }
      List<Kept> kept = parse(Files.readAllLines(file, StandardCharsets.UTF_8));
      kept.stream().sorted(Comparator.comparing(Kept::at)).forEach(lockouts::remember);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .setCause(e)
          .log("Failed logins from before this start are not known: the file is damaged.");
    }
  }

  private static List<Kept> parse(List<String> lines) throws IOException {
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new IOException("line 1 (expected: " + HEAD + ")");
    }
    List<Kept> kept = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ", -1);
      try {
        boolean address = words[0].equals("address");
        if (words.length != 4 || !(address || words[0].equals("account"))) {
          throw new IllegalArgumentException("four words");
        }
        int count = Integer.parseInt(words[2]);
        int most = address ? Lockouts.ADDRESS_FAILURES : Lockouts.ACCOUNT_FAILURES;
        if (count < 1 || count > most) {
          throw new IllegalArgumentException("1 to " + most + " failures");
        }
        kept.add(new Kept(address, words[1], count, Instant.parse(words[3])));
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new IOException("line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return kept;
  }

  private synchronized void write() {
    long changes = lockouts.changes();
    if (changes == writtenChanges) {
      return;
    }
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    for (Kept kept : lockouts.kept(MOST, clock.instant())) {
      text.append(kept.address() ? "address " : "account ");
      text.append(kept.name()).append(' ').append(kept.count()).append(' ').append(kept.at());
      text.append('\n');
    }
    try {
      if (!text.toString().equals(written)) {
        OwnerFiles.replace(file, text.toString());
        written = text.toString();
      }
      writtenChanges = changes;
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.atWarn()
            .addKeyValue("file", file)
            .setCause(e)
            .log("Failed logins cannot be written: a restart would forget them; trying again");
      }
      failing = true;
    }
  }

  /** Writes what has not been written yet. */
  @Override
  public void close() {
    writer.close();
    write();
  }
}
