package org.hinomi.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;

/**
 * Events as the servers of a company write them: some 40 sources of which a few are busy, a dozen
 * kinds of message, addresses and numbers that differ, and in each message a request id that no
 * other has. About 231 bytes a line of RFC 5424. The same seed gives the same lines.
 *
 * <p>Not thread-safe.
 */
final class LogLines {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String[] APPS = {"nginx", "sshd", "postfix", "app", "kernel", "sudo"};
  private static final String[] USERS = {"alice", "bob", "carol", "dave", "deploy", "root", "山田"};
  private static final String[] PATHS = {
    "/api/v2/orders", "/api/v2/customers/search", "/login", "/static/app.js", "/health"
  };

  private final SplittableRandom random = new SplittableRandom(42);
  private final long firstMicros;
  private final long stepNanos;

  /**
   * @param firstMicros time of the first event, microseconds since 1970
   * @param stepNanos from one event to the next
   */
  LogLines(long firstMicros, long stepNanos) {
    this.firstMicros = firstMicros;
    this.stepNanos = stepNanos;
  }

  /** The event at this position, counted from 1; to be asked for in order. */
  Event event(long position) {
    long micros = firstMicros + position * stepNanos / 1000;
    int source = Math.min(random.nextInt(40), random.nextInt(40));
    String host = "srv%02d.example.jp".formatted(source);
    int kind = Math.min(random.nextInt(12), random.nextInt(12));
    String app = APPS[kind % APPS.length];
    String pid = Integer.toString(1000 + source * 7 + kind);
    int severity = kind > 9 ? 3 : 6;
    String message = message(kind, requestId(position));
    String head =
        "<"
            + (16 * 8 + severity)
            + ">1 "
            + STAMP.format(
                Instant.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000))
            + " "
            + host
            + " "
            + app
            + " "
            + pid
            + " - - ";
    return new Event(
        position,
        Transport.SYSLOG_TCP,
        "10.0.0." + source,
        micros + 20_000,
        micros,
        host,
        16,
        severity,
        app,
        pid,
        message,
        RawMessage.wrap((head + message).getBytes(StandardCharsets.UTF_8)),
        null,
        Map.of(Fields.RETENTION_CLASS, "default"));
  }

  /** The id in the message at a position: nowhere else. */
  static String requestId(long position) {
    return "%016x".formatted(position * 0x9E3779B97F4A7C15L);
  }

  private String message(int kind, String id) {
    String address = "192.168." + random.nextInt(16) + "." + random.nextInt(256);
    String user = USERS[random.nextInt(USERS.length)];
    int number = random.nextInt(1 << 20);
    return switch (kind) {
      case 0, 1, 2, 3 ->
          address
              + " \"GET "
              + PATHS[random.nextInt(PATHS.length)]
              + "?page="
              + (number & 63)
              + " HTTP/1.1\" 200 "
              + number
              + " \"https://www.example.jp/shop/index.html\""
              + " \"Mozilla/5.0 (X11; Linux x86_64)\" request_id="
              + id
              + " upstream=0.0"
              + (number % 97);
      case 4, 5 ->
          "Accepted publickey for "
              + user
              + " from "
              + address
              + " port "
              + (number & 0xFFFF)
              + " ssh2: ED25519 SHA256:"
              + id
              + " session opened by the connection manager";
      case 6, 7 ->
          "INFO order.Checkout - customer "
              + number
              + " paid "
              + (number % 9000)
              + " JPY with card"
              + " ending in "
              + (number % 10000)
              + ", confirmation sent, trace "
              + id
              + " duration_ms="
              + (number % 700)
              + " retries=0 cache=hit";
      case 8 ->
          "利用者 "
              + user
              + " が端末 "
              + address
              + " からログインしました（受付番号 "
              + id
              + "、所要 "
              + (number % 100)
              + " ミリ秒）";
      case 9 ->
          id
              + ": to=<"
              + user
              + "@example.jp>, relay=mail.example.jp["
              + address
              + "]:25, delay="
              + (number % 60)
              + ", dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as "
              + number
              + ")";
      case 10 ->
          "ERROR order.Checkout - connection to database pool exhausted after "
              + (number % 30_000)
              + " ms while serving customer "
              + number
              + " trace "
              + id;
      default ->
          "Failed password for invalid user "
              + user
              + number % 50
              + " from "
              + address
              + " port "
              + (number & 0xFFFF)
              + " ssh2 attempt "
              + id;
    };
  }
}
