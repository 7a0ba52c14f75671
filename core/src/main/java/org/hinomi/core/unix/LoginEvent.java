package org.hinomi.core.unix;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of wtmp or btmp with what those before it say of it. Travels as a JSON object:
 *
 * <pre>{@code
 * {"file":"wtmp","type":"BOOT_TIME","pid":0,"line":"~","id":"~~","user":"reboot",
 *  "host":"6.12.0-1-amd64","address":"","termination":0,"exit":0,"session":0,
 *  "time":"2026-11-28T03:18:01.123456Z","shutdown":"unclean","last":"2026-11-27T22:10:00Z"}
 * }</pre>
 *
 * @param refused whether it is of btmp: a log-on that failed
 * @param before of a start: how the run before it ended; else UNKNOWN
 * @param last of a start: time of the last record before it; null where there is none
 * @param session of an end: who had logged on; null where it is not known
 */
public record LoginEvent(
    UtmpRecord record,
    boolean refused,
    Shutdown before,
    @Nullable Instant last,
    @Nullable Session session) {
  private static final String WHAT = "login record";
  private static final String WTMP = "wtmp";
  private static final String BTMP = "btmp";

  /**
   * A log-on.
   *
   * @param host where from, "" where unknown
   */
  public record Session(String user, String host, String address, Instant start) {
    public Session {
      requireNonNull(user, "user");
      requireNonNull(host, "host");
      requireNonNull(address, "address");
      requireNonNull(start, "start");
    }
  }

  /** The record's time. */
  public Instant time() {
    return Instant.EPOCH.plus(record.micros(), ChronoUnit.MICROS);
  }

  /** As it travels. */
  public byte[] toJson() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", refused ? BTMP : WTMP);
    values.put("type", record.type().name());
    values.put("pid", record.pid());
    values.put("line", record.line());
    values.put("id", record.id());
    values.put("user", record.user());
    values.put("host", record.host());
    values.put("address", record.address());
    values.put("termination", record.termination());
    values.put("exit", record.exit());
    values.put("session", record.session());
    values.put("time", time().toString());
    if (record.type() == UtmpType.BOOT_TIME) {
      values.put("shutdown", before.word());
      if (last != null) {
        values.put("last", last.toString());
      }
    }
    Session of = session;
    if (of != null) {
      values.put("session_user", of.user());
      values.put("session_host", of.host());
      values.put("session_address", of.address());
      values.put("session_start", of.start().toString());
    }
    return FlatJson.write(values);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException where it is not such an object; the message says what is wrong
   */
  public static LoginEvent read(byte[] bytes, int offset, int length) {
    Map<String, String> json = FlatJson.read(WHAT, bytes, offset, length);
    UtmpType type;
    try {
      type = UtmpType.valueOf(FlatJson.text(json, "type"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          WHAT + ": type \"" + FlatJson.text(json, "type") + "\" (expected: one of utmp(5))", e);
    }
    Instant time = FlatJson.instant(WHAT, json, "time");
    if (time == null) {
      throw new IllegalArgumentException(WHAT + ": no time (expected: one)");
    }
    UtmpRecord record =
        new UtmpRecord(
            type,
            FlatJson.number(json, "pid"),
            FlatJson.text(json, "line"),
            FlatJson.text(json, "id"),
            FlatJson.text(json, "user"),
            FlatJson.text(json, "host"),
            (int) FlatJson.number(json, "termination"),
            (int) FlatJson.number(json, "exit"),
            FlatJson.number(json, "session"),
            ChronoUnit.MICROS.between(Instant.EPOCH, time),
            FlatJson.text(json, "address"));
    Instant start = FlatJson.instant(WHAT, json, "session_start");
    return new LoginEvent(
        record,
        FlatJson.text(json, "file").equals(BTMP),
        Shutdown.ofWord(FlatJson.text(json, "shutdown")),
        FlatJson.instant(WHAT, json, "last"),
        start == null
            ? null
            : new Session(
                FlatJson.text(json, "session_user"),
                FlatJson.text(json, "session_host"),
                FlatJson.text(json, "session_address"),
                start));
  }
}
