package org.hinomi.core.unix;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.core.unix.LoginEvent.Session;
import org.jspecify.annotations.Nullable;

/**
 * Follows the records of a file and says of each what those before it tell: of a start, whether a
 * shutdown was written since the last sign of life; of an end, whose session it was. At most
 * {@value #MOST_SESSIONS} open sessions are remembered, then the oldest is forgotten. Not
 * thread-safe.
 */
public final class LoginHistory {
  private static final int MOST_SESSIONS = 4096;

  private final boolean refused;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private Shutdown ending = Shutdown.UNKNOWN;
  private long last = Long.MIN_VALUE;

  /**
   * @param refused whether the file is btmp
   */
  public LoginHistory(boolean refused) {
    this.refused = refused;
  }

  /** Takes the next record. */
  public LoginEvent next(UtmpRecord record) {
    Shutdown before = ending;
    Instant sign = last == Long.MIN_VALUE ? null : instant(last);
    Session session = null;
    switch (record.type()) {
      case BOOT_TIME -> {
        // Until a shutdown is written, the run that begins here ends uncleanly.
        ending = Shutdown.UNCLEAN;
        sessions.clear();
      }
      case RUN_LVL -> {
        if (record.isShutdown()) {
          ending = Shutdown.CLEAN;
          sessions.clear();
        }
      }
      case INIT_PROCESS, LOGIN_PROCESS, USER_PROCESS -> {
        ending = Shutdown.UNCLEAN;
        open(record);
      }
      case DEAD_PROCESS -> session = sessions.remove(record.line());
      case EMPTY, NEW_TIME, OLD_TIME, ACCOUNTING -> {
        // neither a sign of life nor of its end
      }
    }
    last = record.micros();
    boolean start = record.type() == UtmpType.BOOT_TIME && !refused;
    return new LoginEvent(
        record, refused, start ? before : Shutdown.UNKNOWN, start ? sign : null, session);
  }

  /** Takes a record that was read before, so that the end of its session is known. */
  public void recall(UtmpRecord record) {
    if (record.micros() <= last) {
      switch (record.type()) {
        case BOOT_TIME -> sessions.clear();
        case USER_PROCESS -> open(record);
        case DEAD_PROCESS -> sessions.remove(record.line());
        default -> {
          // no session
        }
      }
    }
  }

  private void open(UtmpRecord record) {
    if (record.type() != UtmpType.USER_PROCESS || refused) {
      return;
    }
    sessions.remove(record.line());
    sessions.put(
        record.line(),
        new Session(record.user(), record.host(), record.address(), instant(record.micros())));
    if (sessions.size() > MOST_SESSIONS) {
      Iterator<Session> oldest = sessions.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** What must be kept to go on later: {@code ENDING@MICROS}. */
  public String token() {
    return last == Long.MIN_VALUE ? "" : ending.word() + '@' + last;
  }

  /** Goes on where a token was taken; anything else leaves it as it is. */
  public void resume(@Nullable String token) {
    int at = token == null ? -1 : token.indexOf('@');
    if (at > 0 && token != null && token.substring(at + 1).matches("-?\\d{1,18}")) {
      ending = Shutdown.ofWord(token.substring(0, at));
      last = Long.parseLong(token.substring(at + 1));
    }
  }
}
