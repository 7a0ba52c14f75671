package org.hinomi.collector.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/** Those outside of the company with whom there is mail. */
final class Partners {
  static final List<String> DOMAINS =
      List.of(
          "midori-shoji.example",
          "kita-kinzoku.example",
          "hoshi-denki.example",
          "umi-unyu.example",
          "asahi-plating.example",
          "tokiwa-bank.example",
          "nishi-tools.example",
          "sakura-print.example",
          "minato-legal.example",
          "yama-foods.example");

  private static final List<String> PEOPLE =
      List.of("info", "sales", "kobayashi", "mori", "ueda", "order", "takagi", "support");

  private Partners() {}

  static String pick(RandomGenerator random) {
    return Chance.pick(random, PEOPLE) + "@" + Chance.pick(random, DOMAINS);
  }

  /** Of a domain's mail server: the documentation's addresses (RFC 5737). */
  static String address(String domain) {
    int known = DOMAINS.indexOf(domain);
    return "192.0.2." + (known >= 0 ? 10 + known : 100 + Math.floorMod(domain.hashCode(), 100));
  }
}
