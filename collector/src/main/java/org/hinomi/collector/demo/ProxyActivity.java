package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** People look at the web by way of Squid, which also writes what they send ({@code %>st}). */
final class ProxyActivity implements Activity {
  private static final List<String> SITES =
      List.of(
          "www.news.example",
          "maps.travel.example",
          "portal.tokiwa-bank.example",
          "mail.cloud.example",
          "search.web.example",
          "cdn.web.example",
          "update.vendor.example",
          "www.midori-shoji.example",
          "catalog.nishi-tools.example",
          "www.weather.example");
  private static final int PID = 1733;

  private final Scene scene;

  ProxyActivity(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    for (Person person : scene.company().people()) {
      Roster.Shift shift = scene.roster().of(person, day);
      if (shift.kind() != Roster.Kind.OFFICE) {
        continue;
      }
      RandomGenerator random = scene.company().chance().of("proxy " + day, person.number());
      int count = Chance.between(random, 60, 140);
      for (int i = 0; i < count; i++) {
        long micros =
            Company.micros(
                day, shift.in() + 600 + random.nextDouble() * (shift.out() - shift.in() - 1200));
        String site = Chance.pick(random, SITES);
        boolean denied = random.nextInt(300) == 0;
        request(
            micros,
            person,
            denied ? "TCP_DENIED/403" : "TCP_TUNNEL/200",
            Math.min(Chance.skewed(random, 60_000), 40_000_000),
            Math.min(Chance.skewed(random, 3_000), 2_000_000),
            "CONNECT",
            site + ":443",
            "192.0.2." + (200 + SITES.indexOf(site)),
            random,
            to,
            null);
      }
    }
  }

  /**
   * A line of the access log.
   *
   * @param received bytes to the client
   * @param sent bytes from the client
   */
  static void request(
      long micros,
      Person person,
      String result,
      long received,
      long sent,
      String method,
      String url,
      String server,
      RandomGenerator random,
      Drafts to,
      @Nullable Incident incident) {
    String text =
        String.format(
            Locale.ROOT,
            "%d.%03d %6d %s %s %d %s %s %s HIER_DIRECT/%s - %d",
            micros / 1_000_000,
            micros / 1000 % 1000,
            20 + random.nextInt(4000),
            person.address(),
            result,
            received,
            method,
            url,
            person.account(),
            server,
            sent);
    to.add(
        micros,
        Server.PROXY01.name(),
        new Body.Line(Body.Line.LOCAL6, Body.Line.INFO, "(squid-1)", PID, text),
        incident);
  }
}
