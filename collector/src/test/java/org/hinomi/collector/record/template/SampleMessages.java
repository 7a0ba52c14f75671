package org.hinomi.collector.record.template;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Messages like those of real hosts: ids, addresses, numbers, names, Japanese. */
public final class SampleMessages {
  private static final String[] USERS = {"root", "alice", "Bob", "deploy", "山田太郎", "postgres"};
  private static final String[] PATHS = {"/api/v1/items/", "/static/app.", "/login?next=", "/img/"};

  private final RandomGenerator random;
  private long uptime = 1_000_000_000L;

  public SampleMessages(RandomGenerator random) {
    this.random = random;
  }

  /** One message. */
  public String next() {
    uptime += random.nextInt(5000);
    String user = USERS[random.nextInt(USERS.length)];
    return switch (random.nextInt(10)) {
      case 0 ->
          "Accepted publickey for %s from %s port %d ssh2: ED25519 SHA256:%s"
              .formatted(user, address(), port(), hex(16));
      case 1 ->
          "Failed password for invalid user " + user + " from " + address() + " port " + port();
      case 2 ->
          "%s: to=<%s%d@example.com>, relay=mx%d.example.net[%s]:25, delay=%d.%d, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as %s)"
              .formatted(
                  hex(10).toUpperCase(Locale.ROOT),
                  user,
                  random.nextInt(1000),
                  random.nextInt(4),
                  address(),
                  random.nextInt(30),
                  random.nextInt(100),
                  hex(11).toUpperCase(Locale.ROOT));
      case 3 ->
          "[%d.%06d] TCP: request_sock_TCP: Possible SYN flooding on port %d. Sending cookies."
              .formatted(uptime / 1_000_000, uptime % 1_000_000, random.nextInt(100) + 8000);
      case 4, 5 ->
          "%s - - \"GET %s%d HTTP/1.1\" %d %d \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\" rt=0.%03d"
              .formatted(
                  address(),
                  PATHS[random.nextInt(PATHS.length)],
                  random.nextInt(100_000),
                  random.nextInt(8) == 0 ? 404 : 200,
                  random.nextInt(50_000),
                  random.nextInt(1000));
      case 6 ->
          "INFO [http-nio-8080-exec-%d] order accepted requestId=%s-%s-%s user=%s amount=%d elapsed=%dms"
              .formatted(
                  random.nextInt(64),
                  hex(8),
                  hex(4),
                  hex(12),
                  user,
                  random.nextInt(90_000),
                  random.nextInt(3000));
      case 7 -> "ユーザー" + user + "がログインしました（接続元: " + address() + "、セッション " + hex(12) + "）";
      case 8 -> "接続数が" + random.nextInt(500) + "に達しました。しきい値: " + 400 + " 件";
      default ->
          "Started Session %d of User %s. pam_unix(cron:session): session opened"
              .formatted(random.nextInt(100_000), user);
    };
  }

  private String address() {
    return "10.%d.%d.%d".formatted(random.nextInt(4), random.nextInt(256), random.nextInt(256));
  }

  private int port() {
    return 32_768 + random.nextInt(28_000);
  }

  /** Random hexadecimal digits in lower case. */
  public String hex(int digits) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      hex.append(Character.forDigit(random.nextInt(16), 16));
    }
    return hex.toString();
  }
}
