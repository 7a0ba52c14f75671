package org.hinomi.core.unix;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A start that the journal shows, and how the run before it ended. Travels as a JSON object:
 *
 * <pre>{@code
 * {"boot":"8c7f…","time":"2026-11-28T03:18:01.123456Z","host":"fs1",
 *  "previous":"17a0…","shutdown":"unclean","last":"2026-11-27T22:10:00Z"}
 * }</pre>
 *
 * @param boot its boot id
 * @param time of its first entry
 * @param host "" where the entry names none
 * @param previous id of the boot before; "" where it is not known
 * @param last time of the last entry of the boot before; null where there is none
 */
public record BootEvent(
    String boot,
    Instant time,
    String host,
    String previous,
    Shutdown before,
    @Nullable Instant last) {
  private static final String WHAT = "boot record";

  public BootEvent {
    requireNonNull(boot, "boot");
    requireNonNull(time, "time");
    requireNonNull(host, "host");
    requireNonNull(previous, "previous");
    requireNonNull(before, "before");
  }

  /** As it travels. */
  public byte[] toJson() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("boot", boot);
    values.put("time", time.toString());
    values.put("host", host);
    values.put("previous", previous);
    values.put("shutdown", before.word());
    if (last != null) {
      values.put("last", last.toString());
    }
    return FlatJson.write(values);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException where it is not such an object; the message says what is wrong
   */
  public static BootEvent read(byte[] bytes, int offset, int length) {
    Map<String, String> json = FlatJson.read(WHAT, bytes, offset, length);
    Instant time = FlatJson.instant(WHAT, json, "time");
    if (time == null) {
      throw new IllegalArgumentException(WHAT + ": no time (expected: one)");
    }
    return new BootEvent(
        FlatJson.text(json, "boot"),
        time,
        FlatJson.text(json, "host"),
        FlatJson.text(json, "previous"),
        Shutdown.ofWord(FlatJson.text(json, "shutdown")),
        FlatJson.instant(WHAT, json, "last"));
  }

  /** What it says. */
  public UnixReading reading() {
    Map<String, Object> fields = new HashMap<>();
    StartText.fields(before, last, fields);
    if (!boot.isEmpty()) {
      fields.put(Fields.HOST_BOOT_ID, boot);
    }
    return new UnixReading(
        StartText.sentence("system started", before, last, "journal entry"),
        ChronoUnit.MICROS.between(Instant.EPOCH, time),
        fields);
  }
}
