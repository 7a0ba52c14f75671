package org.hinomi.collector.keep;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.hinomi.collector.notify.Delivery;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Notifier;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something before the disk of a history is full: tells people, deletes what the policy allows
 * to shorten, and at last closes the gate, so that what was taken in can still be recorded. One
 * thread calls it, every second or so.
 */
public final class DiskGuard {
  private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
  private static final long MIB = 1 << 20;

  /** Where nothing could be deleted, nothing can be at once after that. */
  private static final long IN_VAIN_MILLIS = 10_000;

  /** What is done; each step includes the ones before. */
  public enum Level {
    OK,
    WARN,
    SHORTEN,
    REFUSE
  }

  /**
   * Free bytes below which a level is reached.
   *
   * @param warn at least {@code shorten}, that at least {@code refuse}
   */
  public record Marks(long warn, long shorten, long refuse) {

    /** The level at so many free bytes; left again only an eighth above its mark. */
    Level level(long free, Level before) {
      return below(free, refuse, before, Level.REFUSE)
          ? Level.REFUSE
          : below(free, shorten, before, Level.SHORTEN)
              ? Level.SHORTEN
              : below(free, warn, before, Level.WARN) ? Level.WARN : Level.OK;
    }

    private static boolean below(long free, long mark, Level before, Level level) {
      return free < (before.compareTo(level) >= 0 ? mark + mark / 8 : mark);
    }
  }

  /** What can be asked and done. */
  public interface Disk {
    long freeBytes() throws IOException;

    /**
     * Makes room by deleting what the policy allows.
     *
     * @return whether something went
     */
    boolean shorten() throws IOException, InterruptedException;
  }

  private final Marks marks;
  private final Disk disk;
  private final DiskGate gate;
  private final Consumer<Notice> people;
  private final InstantSource clock;
  private Level level = Level.OK;
  private long shortenFrom = Long.MIN_VALUE;

  /**
   * @param people told when it gets worse; must not block
   */
  public DiskGuard(
      Marks marks, Disk disk, DiskGate gate, Consumer<Notice> people, InstantSource clock) {
    this.marks = marks;
    this.disk = disk;
    this.gate = gate;
    this.people = people;
    this.clock = clock;
  }

  /** Looks and does what is due. */
  public void look() throws IOException, InterruptedException {
    long free = disk.freeBytes();
    Level now = marks.level(free, level);
    if (now != level) {
      changed(now, free);
    }
    if (now == Level.REFUSE) {
      gate.close(); // first: deleting takes time
    } else if (gate.isClosed()) {
      gate.open();
    }
    if (now.compareTo(Level.SHORTEN) >= 0 && clock.millis() >= shortenFrom && !disk.shorten()) {
      shortenFrom = clock.millis() + IN_VAIN_MILLIS;
    }
  }

  /** Lets everything in, at the end. */
  public void release() {
    gate.open();
  }

  private void changed(Level now, long free) {
    boolean worse = now.compareTo(level) > 0;
    level = now;
    LOG.atLevel(worse ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
        .addKeyValue("free_bytes", free)
        .addKeyValue("level", now.name().toLowerCase(Locale.ROOT))
        .log(worse ? "The disk is filling up." : "The disk has more room again.");
    if (worse) {
      people.accept(notice(now, free));
    }
  }

  private Notice notice(Level now, long free) {
    String key = "disk." + now.name().toLowerCase(Locale.ROOT);
    return new Notice(
        key + "." + clock.millis(),
        "DISK",
        now == Level.WARN ? 4 : 2,
        clock.instant(),
        text(Language.EN, key, free),
        new Notice.Words() {
          @Override
          public String subject(Language language) {
            return text(language, key + ".subject", free);
          }

          @Override
          public String body(Language language) {
            return text(language, key, free) + "\n";
          }
        });
  }

  private static String text(Language language, String key, long free) {
    return Messages.of(DiskGuard.class, language).get(key, free / MIB);
  }

  /** Tells all destinations; what does not take it is logged. */
  public static void tell(List<Notifier> notifiers, Notice notice) {
    for (Notifier notifier : notifiers) {
      if (!(notifier.tell(notice) instanceof Delivery.Delivered)) {
        LOG.atWarn()
            .addKeyValue("destination", notifier.name())
            .log("That the disk is filling up could not be told.");
      }
    }
  }
}
