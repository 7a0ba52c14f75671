package org.hinomi.collector.decode.syslog;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.SyslogHeader;
import org.hinomi.core.syslog.SyslogHeader.Part;
import org.hinomi.core.syslog.TextReader;
import org.hinomi.core.syslog.TimestampReader;
import org.jspecify.annotations.Nullable;

/**
 * What well-known devices say in the text of a message: a code, and time and host where the header
 * has none.
 *
 * <pre>
 * %ASA-6-302013: …  %SYS-5-CONFIG_I: …  %Viptela-HOST-sysmgrd-6-INFO-1400002: …     Cisco
 * date=2026-03-08 time=17:56:52 devname=HOST logid=… srcip=… tz="+0900"              Fortinet
 * time=1772992612|hostname=HOST|…   id=firewall time="2026-03-08 17:56:52 UTC" …     Check Point, SonicWall
 * CEF:0|vendor|product|version|class|name|severity|rt=… dvchost=HOST src=… suser=…   ArcSight
 * [Device: HOST 10.0.0.1] …                                                          Radware
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class DeviceText {
  /** Devices put what is wanted here at the start; the rest of a long text is not searched. */
  private static final int PAIRS_WITHIN = 2048;

  private static final byte[] RADWARE = ascii("[Device: ");
  private static final byte[] CEF = ascii("CEF:");
  private static final byte[] VIPTELA = ascii("%Viptela-");

  private final TextReader texts;
  private final TimestampReader timestamps = new TimestampReader();

  private byte[] b = new byte[0];
  private long received;
  private ZoneId zone = java.time.ZoneOffset.UTC;
  private @Nullable String host;
  private boolean hasTime;
  private long timeMicros;
  private boolean wantsTime;
  private boolean wantsHost;

  DeviceText(TextReader texts) {
    this.texts = texts;
  }

  /** The host that the text names, where it is the better one. */
  @Nullable String host() {
    return host;
  }

  /** Whether the text gave the time that the header lacks. */
  boolean hasTime() {
    return hasTime;
  }

  /** Microseconds since 1970, where {@link #hasTime()}. */
  long timeMicros() {
    return timeMicros;
  }

  void read(byte[] b, SyslogHeader header, long received, ZoneId zone, Map<String, Object> fields) {
    this.b = b;
    this.received = received;
    this.zone = zone;
    host = null;
    hasTime = false;
    wantsTime = !header.hasTime();
    wantsHost = !header.has(Part.HOST);
    int start = header.start(Part.MESSAGE);
    int end = header.end(Part.MESSAGE);
    int app = header.start(Part.APP);
    if (app >= 0 && b[app] == '%') {
      mnemonic(app, header.end(Part.APP), fields);
    }
    if (start >= end) {
      return;
    }
    byte c = b[start];
    if (c == '%') {
      mnemonic(start, word(start, end), fields);
    } else if (c == '[' && wantsHost && startsWith(start, end, RADWARE)) {
      int name = start + RADWARE.length;
      host = texts.name(b, name, word(name, end));
    } else if (c == 'C' && startsWith(start, end, CEF)) {
      cef(start, end, fields);
    } else if (isKey(start, end)) {
      pairs(start, Math.min(end, start + PAIRS_WITHIN), fields);
    }
  }

  /** {@code %FACILITY-SEVERITY-CODE}, up to a colon or blank. */
  private void mnemonic(int start, int end, Map<String, Object> fields) {
    int dash = -1;
    for (int i = start + 2; i + 2 < end; i++) {
      if (b[i] == '-' && b[i + 1] >= '0' && b[i + 1] <= '7' && b[i + 2] == '-') {
        dash = i;
      }
    }
    if (dash < 0) {
      return;
    }
    int provider = start + 1;
    if (startsWith(start, end, VIPTELA)) {
      int process = dash;
      while (process > start + VIPTELA.length && b[process - 1] != '-') {
        process--;
      }
      if (wantsHost && process - 1 > start + VIPTELA.length) {
        host = texts.name(b, start + VIPTELA.length, process - 1);
      }
      provider = process;
    }
    fields.put(Fields.EVENT_PROVIDER, texts.name(b, provider, dash));
    fields.put(Fields.EVENT_CODE, texts.name(b, dash + 3, end));
  }

  /** Whether name=value stands here. */
  private boolean isKey(int start, int end) {
    int i = start;
    while (i < end && isNameByte(b[i])) {
      i++;
    }
    return i > start && i < end && b[i] == '=';
  }

  private static boolean isNameByte(byte c) {
    int lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }

  private void pairs(int start, int end, Map<String, Object> fields) {
    int date = -1;
    int dateEnd = -1;
    int time = -1;
    int timeEnd = -1;
    int p = start;
    while (p < end) {
      int key = p;
      while (p < end && isNameByte(b[p])) {
        p++;
      }
      if (p == key || p >= end || b[p] != '=') {
        p = Math.max(p, key) + 1;
        continue;
      }
      int keyEnd = p;
      boolean quoted = p + 1 < end && b[p + 1] == '"';
      int value = quoted ? p + 2 : p + 1;
      int valueEnd = value;
      while (valueEnd < end
          && (quoted
              ? b[valueEnd] != '"'
              : b[valueEnd] != ' ' && b[valueEnd] != '|' && b[valueEnd] != '\t')) {
        valueEnd++;
      }
      switch (texts.name(b, key, keyEnd)) {
        case "date" -> {
          date = value;
          dateEnd = valueEnd;
        }
        case "time" -> {
          time = value;
          timeEnd = valueEnd;
        }
        case "eventtime" -> epoch(value, valueEnd);
        case "tz" -> offset(value, valueEnd);
        case "devname", "device_name" -> host = texts.name(b, value, valueEnd);
        case "hostname" -> host = wantsHost && host == null ? texts.name(b, value, valueEnd) : host;
        case "logid", "log_id" -> put(fields, Fields.EVENT_CODE, value, valueEnd);
        case "srcip" -> put(fields, Fields.SOURCE_IP, value, valueEnd);
        case "user" -> put(fields, Fields.USER_NAME, value, valueEnd);
        default -> {}
      }
      p = valueEnd + 1;
    }
    if (wantsTime && !hasTime && date >= 0 && time >= 0) {
      dateAndTime(date, dateEnd, time, timeEnd);
    } else if (wantsTime && !hasTime && time >= 0) {
      timestamp(time, timeEnd);
    }
  }

  private void put(Map<String, Object> fields, String field, int start, int end) {
    if (end > start) {
      fields.putIfAbsent(field, texts.name(b, start, end));
    }
  }

  /** Seconds, milliseconds, microseconds or nanoseconds since 1970. */
  private void epoch(int start, int end) {
    long n = 0;
    for (int i = start; i < end; i++) {
      if (b[i] < '0' || b[i] > '9' || end - start > 19) {
        return;
      }
      n = n * 10 + (b[i] - '0');
    }
    if (!wantsTime || n < 1_000_000_000L) {
      return;
    }
    hasTime = true;
    timeMicros =
        switch (end - start) {
          case 10 -> n * 1_000_000;
          case 13 -> n * 1_000;
          case 16 -> n;
          default -> n / 1_000;
        };
    hasTime = end - start == 10 || end - start == 13 || end - start == 16 || end - start == 19;
  }

  /** {@code tz="-0500"} applies to date and time of the same message. */
  private void offset(int start, int end) {
    try {
      zone = ZoneId.of(new String(b, start, end - start, StandardCharsets.ISO_8859_1));
    } catch (java.time.DateTimeException notAZone) {
      // The sender's zone stays: a name that only the device knows says nothing.
      return;
    }
  }

  private void dateAndTime(int date, int dateEnd, int time, int timeEnd) {
    byte[] joined = new byte[dateEnd - date + 1 + timeEnd - time];
    System.arraycopy(b, date, joined, 0, dateEnd - date);
    joined[dateEnd - date] = ' ';
    System.arraycopy(b, time, joined, dateEnd - date + 1, timeEnd - time);
    take(timestamps.read(joined, 0, joined.length, received, zone));
  }

  private void timestamp(int start, int end) {
    take(timestamps.read(b, start, end, received, zone));
  }

  private void take(int readTo) {
    if (readTo > 0) {
      hasTime = true;
      timeMicros = timestamps.micros();
    }
  }

  private void cef(int start, int end, Map<String, Object> fields) {
    int[] bars = new int[7];
    int n = 0;
    for (int i = start; i < end && n < 7; i++) {
      if (b[i] == '|' && b[i - 1] != '\\') {
        bars[n++] = i;
      }
    }
    if (n < 7) {
      return;
    }
    fields.put(
        Fields.EVENT_PROVIDER,
        texts.name(b, bars[0] + 1, bars[1]) + " " + texts.name(b, bars[1] + 1, bars[2]));
    put(fields, Fields.EVENT_CODE, bars[3] + 1, bars[4]);
    int p = bars[6] + 1;
    while (p < end) {
      int key = p;
      while (p < end && isNameByte(b[p])) {
        p++;
      }
      if (p >= end || p == key || b[p] != '=') {
        p = Math.max(p, key) + 1;
        continue;
      }
      int value = p + 1;
      int valueEnd = cefValueEnd(value, end);
      switch (texts.name(b, key, p)) {
        case "rt" -> cefTime(value, valueEnd);
        case "dvchost" -> host = wantsHost ? texts.name(b, value, valueEnd) : host;
        case "src" -> put(fields, Fields.SOURCE_IP, value, valueEnd);
        case "suser" -> put(fields, Fields.USER_NAME, value, valueEnd);
        default -> {}
      }
      p = valueEnd + 1;
    }
  }

  /** A value ends before the blank that the next name= follows. */
  private int cefValueEnd(int start, int end) {
    for (int i = start; i < end; i++) {
      if (b[i] == ' ' && isKey(i + 1, end)) {
        return i;
      }
    }
    return end;
  }

  private void cefTime(int start, int end) {
    if (wantsTime && !hasTime) {
      epoch(start, end);
      if (!hasTime) {
        timestamp(start, end);
      }
    }
  }

  private int word(int start, int end) {
    int p = start;
    while (p < end && b[p] != ' ' && b[p] != ':' && b[p] != '\t') {
      p++;
    }
    return p;
  }

  private boolean startsWith(int start, int end, byte[] prefix) {
    return java.util.Arrays.equals(
        b, start, Math.min(end, start + prefix.length), prefix, 0, prefix.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
