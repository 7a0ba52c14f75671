package org.hinomi.collector.imports.login;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.RecordSource;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.unix.LoginEvent;
import org.hinomi.core.unix.LoginHistory;
import org.hinomi.core.unix.UtmpLayout;
import org.jspecify.annotations.Nullable;

/**
 * Gives the records of a wtmp or btmp. Where bytes are no record, the next one is looked for; that
 * need not stand at a multiple of its length. Not thread-safe.
 */
public final class LoginRecordSource implements RecordSource {
  /** Where a record begins after damage: writers append whole records or parts in words. */
  private static final int STEP = 4;

  /** Places of damage that are named; further ones are counted. */
  private static final int NAMED = 10;

  private final InputStream in;
  private final UtmpLayout layout;
  private final LoginHistory history;
  private final String attributes;
  private final List<String> problems = new ArrayList<>();
  private final byte[] window;
  private int held;
  private long offset;
  private long damages;

  /**
   * @param head the first bytes of the file: tell its layout
   * @param refused whether it is btmp
   * @param path as records show it
   */
  public LoginRecordSource(InputStream in, byte[] head, boolean refused, String path) {
    this.in = new BufferedInputStream(in, 64 << 10);
    this.layout = UtmpLayout.tell(head).orElseGet(UtmpLayout::ofThisMachine);
    this.window = new byte[layout.length()];
    this.history = new LoginHistory(refused);
    this.attributes =
        new FrameParameters()
            .put(AgentFrame.SOURCE, "import")
            .put(AgentFrame.KIND, AgentFrame.KIND_UTMP)
            .put(AgentFrame.PATH, path)
            .toString();
  }

  /** Whether a file is btmp by its name: nothing in it says so. */
  public static boolean isNameOfBtmp(String path) {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return path.startsWith("btmp", slash + 1);
  }

  @Override
  public @Nullable Found next() throws IOException {
    long damagedFrom = -1;
    while (fill()) {
      boolean empty = layout.isEmpty(window, 0);
      if (damagedFrom < 0 && empty) {
        drop(window.length);
      } else if (!empty && layout.isRecord(window, 0)) {
        damaged(damagedFrom);
        LoginEvent event = history.next(layout.read(window, 0));
        drop(window.length);
        byte[] json = event.toJson();
        return new Found(
            0, event.record().micros(), null, attributes, json, json.length, false, "");
      } else {
        damagedFrom = damagedFrom < 0 ? offset : damagedFrom;
        drop(STEP);
      }
    }
    if (damagedFrom >= 0 || held > 0) {
      long from = damagedFrom < 0 ? offset : damagedFrom;
      drop(held);
      damaged(from);
    }
    return null;
  }

  private boolean fill() throws IOException {
    held += in.readNBytes(window, held, window.length - held);
    return held == window.length;
  }

  private void drop(int bytes) {
    System.arraycopy(window, bytes, window, 0, held - bytes);
    held -= bytes;
    offset += bytes;
  }

  /**
   * @param from where it begins, up to here; negative where there is none
   */
  private void damaged(long from) {
    if (from < 0) {
      return;
    }
    damages++;
    if (damages <= NAMED) {
      problems.add(
          "bytes "
              + from
              + " to "
              + (offset - 1)
              + " are no records of utmp(5) (expected: "
              + layout.length()
              + " bytes each, with a type, a line and a time)");
    }
  }

  @Override
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    if (damages > NAMED) {
      all.add(damages - NAMED + " more places that are no records");
    }
    return List.copyOf(all);
  }
}
