package org.hinomi.collector.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes the forty people. */
final class Staff {
  private static final String FAMILIES =
      """
      佐藤 sato,鈴木 suzuki,高橋 takahashi,田中 tanaka,伊藤 ito,渡辺 watanabe,山本 yamamoto,中村 nakamura,\
      小林 kobayashi,加藤 kato,吉田 yoshida,山田 yamada,佐々木 sasaki,山口 yamaguchi,松本 matsumoto,井上 inoue,\
      木村 kimura,林 hayashi,斎藤 saito,清水 shimizu,山崎 yamazaki,森 mori,池田 ikeda,橋本 hashimoto,\
      阿部 abe,石川 ishikawa,前田 maeda,藤田 fujita,小川 ogawa,岡田 okada,後藤 goto,長谷川 hasegawa,\
      村上 murakami,近藤 kondo,石井 ishii,坂本 sakamoto,遠藤 endo,青木 aoki,藤井 fujii,西村 nishimura,\
      福田 fukuda,太田 ota,三浦 miura,岡本 okamoto,松田 matsuda,中島 nakajima,原田 harada,小野 ono""";
  private static final String GIVENS =
      """
      健一 kenichi,美咲 misaki,大輔 daisuke,陽子 yoko,翔太 shota,恵子 keiko,直樹 naoki,由美 yumi,\
      拓也 takuya,久美子 kumiko,誠 makoto,智子 tomoko,浩二 koji,裕子 yuko,哲也 tetsuya,明美 akemi,\
      亮 ryo,真由美 mayumi,和也 kazuya,愛 ai,隆 takashi,麻衣 mai,剛 tsuyoshi,千尋 chihiro""";

  private Staff() {}

  static List<Person> make(Chance chance) {
    RandomGenerator random = chance.of("staff", 0);
    List<String[]> families = shuffled(FAMILIES, random);
    List<String[]> givens = shuffled(GIVENS, random);
    List<Person> people = new ArrayList<>();
    Set<String> accounts = new HashSet<>();
    for (Department department : Department.values()) {
      for (int i = 0; i < department.people(); i++) {
        int number = people.size() + 1;
        String[] family = families.get(people.size());
        String[] given = givens.get(random.nextInt(givens.size()));
        String account = family[1] + "." + given[1].charAt(0);
        if (!accounts.add(account)) {
          account = family[1] + "." + given[1];
          accounts.add(account);
        }
        people.add(
            new Person(
                number,
                family[0],
                given[0],
                capital(family[1]),
                capital(given[1]),
                department,
                account,
                "pc-%03d".formatted(number),
                "10.20.1." + (20 + number),
                // A provider of its own for each, as homes have.
                "203.0.113." + (10 + number),
                "198.51.100." + (10 + number),
                "090-0000-%04d".formatted(1000 + random.nextInt(9000)),
                department != Department.GENERAL && i % 3 == 0));
      }
    }
    return people;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static List<String[]> shuffled(String words, RandomGenerator random) {
    List<String[]> list = new ArrayList<>();
    for (String pair : words.split(",")) {
      list.add(pair.strip().split(" "));
    }
    for (int i = list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      String[] kept = list.get(i);
      list.set(i, list.get(other));
      list.set(other, kept);
    }
    return list;
  }
}
