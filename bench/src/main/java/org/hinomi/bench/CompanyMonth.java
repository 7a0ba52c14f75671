package org.hinomi.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What the 200 log sources of a company write in a month, decoded: 35 % lines of ten firewalls, 30
 * % of four proxies, 15 % of twenty web servers, 12 % of the security logs of sixty Windows
 * machines, 3 % of four mail servers, 4 % of a hundred Linux machines, 1 % of two file servers;
 * five sixths in working hours. 1500 people, each at one address, with eighty sites of 20,000 that
 * they visit; whoever comes from outside has one of 300,000 addresses. The same seed gives the same
 * events. Not thread-safe.
 */
final class CompanyMonth {
  /** 2026-11-01 00:00 in Tokyo. */
  static final Instant FIRST = Instant.parse("2026-10-31T15:00:00Z");

  private static final long DAY = Duration.ofDays(1).toNanos() / 1000;
  private static final int DAYS = 30;
  private static final int PEOPLE = 1500;
  private static final int SITES = 20_000;
  private static final int OUTSIDERS = 300_000;
  private static final String[] WORDS = {
    "news", "mail", "login", "img", "api", "docs", "search", "static", "shop", "map"
  };

  /** A source of the register: how its hosts are called, how many there are, its log. */
  record Kind(String host, int hosts, String log, boolean internet) {}

  static final List<Kind> KINDS =
      List.of(
          new Kind("fw", 10, "filter", true),
          new Kind("proxy", 4, "squid", false),
          new Kind("web", 20, "nginx", true),
          new Kind("win", 60, "Security", false),
          new Kind("mx", 4, "postfix", false),
          new Kind("srv", 100, "sshd", false),
          new Kind("files", 2, "smbd_audit", false));

  /** Events of a hundred that each kind has. */
  private static final int[] SHARES = {35, 30, 15, 12, 3, 4, 1};

  private static final int[] KIND_OF = new int[100];

  static {
    int at = 0;
    for (int kind = 0; kind < SHARES.length; kind++) {
      for (int i = 0; i < SHARES[kind]; i++) {
        KIND_OF[at++] = kind;
      }
    }
  }

  private final SplittableRandom random = new SplittableRandom(42);
  private final long[] records = new long[60];
  private final long events;

  /**
   * @param events of the month, at least 1000
   */
  CompanyMonth(long events) {
    this.events = events;
  }

  /** The event at a position, from 1; to be asked for in order. */
  Event event(long position) {
    long micros = micros(position - 1);
    Map<String, Object> fields = new HashMap<>(24);
    fields.put(Fields.RETENTION_CLASS, "1y");
    return switch (KIND_OF[random.nextInt(100)]) {
      case 0 -> firewall(position, micros, fields);
      case 1 -> proxy(position, micros, fields);
      case 2 -> web(position, micros, fields);
      case 3 -> windows(position, micros, fields);
      case 4 -> mail(position, micros, fields);
      case 5 -> linux(position, micros, fields);
      default -> samba(position, micros, fields);
    };
  }

  /** Day by day the same number; of each, five sixths between 8 and 20 o'clock. */
  private long micros(long index) {
    double place = (double) index * DAYS / events;
    long day = (long) place;
    double within = place - day;
    double hour =
        within < 1 / 12.0
            ? within * 12 * 8
            : within < 11 / 12.0
                ? 8 + (within - 1 / 12.0) * 1.2 * 12
                : 20 + (within - 11 / 12.0) * 12 * 4;
    return FIRST.getEpochSecond() * 1_000_000 + day * DAY + (long) (hour * 3600e6);
  }

  private Event firewall(long position, long micros, Map<String, Object> fields) {
    boolean in = random.nextInt(4) == 0;
    boolean denied = random.nextInt(8) == 0;
    String from = in ? outside() : address(random.nextInt(PEOPLE));
    String to = in ? "192.0.2." + random.nextInt(64) : outside();
    int port = random.nextInt(10) < 8 ? 443 : random.nextInt(65_536);
    long bytes = denied ? 0 : amount(4000);
    fields.put(Fields.SOURCE_IP, from);
    fields.put("destination.ip", to);
    fields.put("destination.port", (long) port);
    fields.put("event.action", denied ? "denied" : "allowed");
    fields.put(Fields.EVENT_OUTCOME, denied ? "failure" : "success");
    fields.put(Fields.EVENT_CATEGORY, "network");
    fields.put("network.bytes", bytes);
    filled(fields, "type", "time", "outcome", "origin", "object");
    String text =
        "action="
            + (denied ? "deny" : "accept")
            + " policyid="
            + random.nextInt(200)
            + " proto=6 srcip="
            + from
            + " srcport="
            + (1024 + random.nextInt(60_000))
            + " dstip="
            + to
            + " dstport="
            + port
            + " bytes="
            + bytes
            + " duration="
            + random.nextInt(300);
    return event(
        position, micros, "fw" + two(random.nextInt(10)), denied ? 4 : 6, "filter", text, fields);
  }

  private Event proxy(long position, long micros, Map<String, Object> fields) {
    int person = person();
    String site = site(person);
    boolean tunnel = random.nextInt(10) < 7;
    String url =
        tunnel ? site + ":443" : "http://" + site + "/" + word() + "/" + random.nextInt(100_000);
    String result = random.nextInt(300) == 0 ? "TCP_DENIED/403" : "TCP_TUNNEL/200";
    long got = amount(20_000);
    long sent = amount(1500);
    fields.put(Fields.USER_NAME, "user" + person);
    fields.put(Fields.SOURCE_IP, address(person));
    fields.put("url.original", url);
    fields.put("proxy.result", result);
    fields.put("http.request.method", tunnel ? "CONNECT" : "GET");
    fields.put("http.response.status_code", 200L);
    fields.put("http.response.bytes", got);
    fields.put("source.bytes", sent);
    fields.put("event.duration", random.nextInt(4000) * 1_000_000L);
    fields.put(Fields.EVENT_OUTCOME, result.endsWith("403") ? "failure" : "success");
    filled(fields, "user", "type", "time", "outcome", "origin", "object");
    String text =
        micros / 1_000_000
            + "."
            + micros / 1000 % 1000
            + " "
            + random.nextInt(4000)
            + " "
            + address(person)
            + " "
            + result
            + " "
            + got
            + (tunnel ? " CONNECT " : " GET ")
            + url
            + " user"
            + person
            + " HIER_DIRECT/192.0.2."
            + random.nextInt(250)
            + " - "
            + sent;
    return event(position, micros, "proxy" + two(random.nextInt(4)), 6, "squid", text, fields);
  }

  private Event web(long position, long micros, Map<String, Object> fields) {
    String from = outside();
    String path = "/" + word() + "/" + word() + "/" + random.nextInt(50_000);
    long bytes = amount(8000);
    long status = random.nextInt(50) == 0 ? 404 : 200;
    fields.put(Fields.SOURCE_IP, from);
    fields.put("url.original", path);
    fields.put("http.request.method", "GET");
    fields.put("http.response.status_code", status);
    fields.put("http.response.bytes", bytes);
    fields.put("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64)");
    fields.put(Fields.EVENT_OUTCOME, status == 200 ? "success" : "failure");
    filled(fields, "type", "time", "outcome", "origin", "object");
    String text =
        from
            + " - - \"GET "
            + path
            + " HTTP/1.1\" "
            + status
            + " "
            + bytes
            + " \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"";
    return event(position, micros, "web" + two(random.nextInt(20)), 6, "nginx", text, fields);
  }

  private Event windows(long position, long micros, Map<String, Object> fields) {
    int person = person();
    // Most is at a few servers; the rest where the person has a desk.
    int host = random.nextInt(4) == 0 ? person % 60 : random.nextInt(8);
    int kind = random.nextInt(100);
    boolean refused = kind == 0;
    boolean file = kind >= 80;
    String code =
        refused ? "4625" : file ? "4663" : kind < 40 ? "4624" : kind < 70 ? "4634" : "4672";
    fields.put(Fields.USER_NAME, "user" + person);
    fields.put(Fields.EVENT_CODE, code);
    fields.put(Fields.EVENT_PROVIDER, "Microsoft-Windows-Security-Auditing");
    fields.put(Fields.WINLOG_CHANNEL, "Security");
    fields.put(Fields.WINLOG_RECORD_ID, ++records[host]);
    fields.put(Fields.EVENT_OUTCOME, refused ? "failure" : "success");
    fields.put("winlog.logon.id", "0x" + Long.toHexString(random.nextLong() >>> 36));
    fields.put("user.domain", "CORP");
    String text;
    if (file) {
      String path = "D:\\share\\" + word() + "\\" + random.nextInt(5000) + ".xlsx";
      fields.put("file.path", path);
      filled(fields, "user", "type", "time", "outcome", "object");
      text = "An attempt was made to access an object. Account Name: user" + person + " " + path;
    } else {
      fields.put(Fields.EVENT_CATEGORY, "authentication");
      fields.put("winlog.logon.type", "Network");
      fields.put(Fields.SOURCE_IP, address(person));
      filled(fields, "user", "type", "time", "outcome", "origin");
      text =
          (refused ? "An account failed to log on." : "An account was successfully logged on.")
              + " Account Name: user"
              + person
              + " Source Network Address: "
              + address(person);
    }
    return event(position, micros, "win" + two(host), refused ? 4 : 6, null, text, fields);
  }

  private Event mail(long position, long micros, Map<String, Object> fields) {
    int person = person();
    String sender = "user" + person + "@example.co.jp";
    String to = word() + random.nextInt(500) + "@" + site();
    String queue = Long.toHexString(random.nextLong() >>> 24).toUpperCase(Locale.ROOT);
    long size = amount(60_000);
    int step = random.nextInt(3);
    fields.put("email.queue_id", queue);
    if (step == 0) {
      fields.put(Fields.USER_NAME, "user" + person);
      fields.put("email.from.address", sender);
      fields.put("email.to.address", to);
      fields.put("email.size", size);
      fields.put("email.recipient_count", 1L + random.nextInt(3));
      fields.put("event.action", "mail-record");
      filled(fields, "user", "type", "time", "origin", "object");
      String text = queue + ": from=<" + sender + ">, size=" + size + ", nrcpt=1 (queue active)";
      return event(
          position, micros, "mx" + two(random.nextInt(4)), 6, "postfix/qmgr", text, fields);
    }
    if (step == 1) {
      fields.put("email.to.address", to);
      fields.put("email.status", "sent");
      fields.put(Fields.EVENT_OUTCOME, "success");
      filled(fields, "type", "time", "outcome", "object");
      String text = queue + ": to=<" + to + ">, relay=" + site() + "[192.0.2.9]:25, status=sent";
      return event(
          position, micros, "mx" + two(random.nextInt(4)), 6, "postfix/smtp", text, fields);
    }
    String from = outside();
    fields.put(Fields.SOURCE_IP, from);
    filled(fields, "type", "time", "origin");
    String text = "connect from unknown[" + from + "]";
    return event(position, micros, "mx" + two(random.nextInt(4)), 6, "postfix/smtpd", text, fields);
  }

  private Event linux(long position, long micros, Map<String, Object> fields) {
    int person = random.nextInt(40);
    boolean refused = random.nextInt(60) == 0;
    fields.put(Fields.USER_NAME, "user" + person);
    fields.put(Fields.SOURCE_IP, address(person));
    fields.put(Fields.EVENT_OUTCOME, refused ? "failure" : "success");
    fields.put(Fields.EVENT_CATEGORY, "authentication");
    fields.put("event.action", refused ? "refused" : "logged-in");
    filled(fields, "user", "type", "time", "outcome", "origin");
    String text =
        (refused ? "Failed password for user" : "Accepted publickey for user")
            + person
            + " from "
            + address(person)
            + " port "
            + (1024 + random.nextInt(60_000))
            + " ssh2";
    return event(position, micros, "srv" + two(random.nextInt(100)), 6, "sshd", text, fields);
  }

  private Event samba(long position, long micros, Map<String, Object> fields) {
    int person = person();
    String path = word() + "/" + word() + "/" + random.nextInt(9000) + ".docx";
    fields.put(Fields.USER_NAME, "user" + person);
    fields.put(Fields.SOURCE_IP, address(person));
    fields.put(Fields.EVENT_OUTCOME, "success");
    fields.put("service.name", "share");
    fields.put("file.path", path);
    fields.put("event.action", "file-opened");
    filled(fields, "user", "type", "time", "outcome", "origin", "object");
    String text = "user" + person + "|" + address(person) + "|share|openat|ok|r|" + path;
    return event(position, micros, "files" + two(random.nextInt(2)), 6, "smbd_audit", text, fields);
  }

  private static void filled(Map<String, Object> fields, String... items) {
    fields.put("review.filled", List.of(items));
  }

  /** A few do much. */
  private int person() {
    return Math.min(random.nextInt(PEOPLE), random.nextInt(PEOPLE));
  }

  private static String address(int person) {
    return "10.0." + (person >> 8) + "." + (person & 0xFF);
  }

  private String outside() {
    int address = Math.min(random.nextInt(OUTSIDERS), random.nextInt(OUTSIDERS));
    return "203." + (address >> 16) + "." + (address >> 8 & 0xFF) + "." + (address & 0xFF);
  }

  private String site() {
    int site =
        Math.min(random.nextInt(SITES), Math.min(random.nextInt(SITES), random.nextInt(SITES)));
    return WORDS[site % WORDS.length] + site + ".example.com";
  }

  /** Somebody goes to the same places nearly always. */
  private String site(int person) {
    if (random.nextInt(20) == 0) {
      return site();
    }
    int site = Math.floorMod((person * 80 + random.nextInt(80)) * 0x9E3779B1, SITES);
    return WORDS[site % WORDS.length] + site + ".example.com";
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  /** Of a log-normal kind: the median, now and then a hundred times of it. */
  private long amount(long median) {
    double normal = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
    return Math.round(median * Math.exp(normal * 2.4));
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static Event event(
      long position,
      long micros,
      String host,
      int severity,
      @Nullable String app,
      String text,
      Map<String, Object> fields) {
    return new Event(
        position,
        app == null ? Transport.RELP : Transport.SYSLOG_TCP,
        "10.9.0.7",
        micros + 100_000,
        micros,
        host,
        4,
        severity,
        app,
        null,
        text,
        RawMessage.wrap(text.getBytes(StandardCharsets.UTF_8)),
        null,
        fields);
  }
}
