package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleSetTest {
  private static final String RULE =
      """
      title: %s
      logsource: {product: %s}
      detection:
        s: {%s}
        condition: s
      """;

  @Test
  void answersInTheOrderOfLoadingAndByLogSource() {
    RuleSet rules =
        set(
            rule("a", "linux", "f|contains: Failed"),
            rule("b", "windows", "f|contains: failed"),
            rule("c", "linux", "'f|re': 'x.z'"),
            rule("d", "linux", "f: ['FAILED xyz', other]"));
    assertThat(titles(rules, "linux", Events.of("f", "failed XYZ"))).containsExactly("a", "d");
    assertThat(titles(rules, "linux", Events.of("f", "failed xyz"))).containsExactly("a", "c", "d");
    assertThat(titles(rules, "windows", Events.of("f", "a failed x"))).containsExactly("b");
    assertThat(titles(rules, "macos", Events.of("f", "failed"))).isEmpty();
  }

  @Test
  void findsLiteralsOfEveryLengthAnywhere() {
    RuleSet rules =
        set(
            rule("one", "linux", "f|contains: a"),
            rule("two", "linux", "f|contains: ab"),
            rule("three", "linux", "f|contains: abc"),
            rule("four", "linux", "f|contains: abcd"),
            rule("long", "linux", "f|contains: xabcdx"),
            rule("dash", "linux", "f|windash|contains: ' -abcd'"),
            rule("cased", "linux", "f|cased|contains: ABCD"),
            rule("empty", "linux", "f: ''"));
    assertThat(titles(rules, "linux", Events.of("f", "XABCDX")))
        .containsExactly("one", "two", "three", "four", "long", "cased");
    assertThat(titles(rules, "linux", Events.of("f", "1 /abcd")))
        .containsExactly("one", "two", "three", "four", "dash");
    assertThat(titles(rules, "linux", Events.of("f", "ab"))).containsExactly("one", "two");
    assertThat(titles(rules, "linux", Events.of("f", ""))).containsExactly("empty");
  }

  /**
   * Texts and literals of few characters, so that many are nearly found; K, ſ and ı are k, s, i.
   */
  @Test
  void answersAsEachRuleInTurnWhateverTheCharacters() {
    Random random = new Random(1);
    for (int round = 0; round < 40; round++) {
      // In some rounds all literals are long, so that not every place of a text is looked at.
      int shortest = 1 + round % 8;
      String[] rules = new String[40];
      for (int i = 0; i < rules.length; i++) {
        String end = List.of("", "|contains", "|startswith", "|endswith").get(random.nextInt(4));
        rules[i] =
            rule(
                Integer.toString(i),
                "linux",
                "f%s: '%s'".formatted(end, text(random, shortest + random.nextInt(6))));
      }
      RuleSet set = set(rules);
      RuleMatcher.Choice choice = new RuleMatcher(set).choose(source("linux"));
      for (int i = 0; i < 200; i++) {
        Events event = Events.of("f", text(random, random.nextInt(40)));
        List<SigmaRule> expected = set.rules().stream().filter(r -> r.matches(event)).toList();
        assertThat(set.match(event, source("linux"))).isEqualTo(expected);
        assertThat(choice.match(event, event)).isEqualTo(expected);
      }
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    String characters = random.nextInt(3) == 0 ? "aAbksi KſıéÉ失敗" : "aAbBks ";
    for (int i = 0; i < length; i++) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  @Test
  void leavesOutRulesThatTheSourceAloneRulesOut() {
    RuleSet rules =
        set(
            rule("kernel", "linux", "process.name: Kernel"),
            rule("not cron", "linux", "f|contains: x"),
            rule("id", "windows", "EventID: 7"),
            rule("any", "windows", "EventID|startswith: 7"));
    RuleMatcher matcher = new RuleMatcher(rules);
    assertThat(matcher.choose(EventSource.linux("made up", LogSource.ANY)))
        .isSameAs(matcher.choose(EventSource.linux("another", LogSource.ANY)));
    Events kernel = Events.of("process.name", "kernel", "f", "X");
    RuleMatcher.Choice choice = matcher.choose(EventSource.linux("KERNEL", LogSource.ANY));
    for (int i = 0; i < 2; i++) {
      assertThat(choice.match(kernel, kernel))
          .extracting(SigmaRule::title)
          .containsExactly("kernel", "not cron");
    }
    Events nothing = Events.of("process.name", "kernel", "f", "y");
    assertThat(choice.match(nothing, nothing))
        .extracting(SigmaRule::title)
        .containsExactly("kernel");
    assertThat(matcher.choose(windows(8)).isEmpty()).isTrue();
    Events seven = Events.of("EventID", "7");
    assertThat(matcher.choose(windows(7)).match(seven, seven)).hasSize(2);
    assertThat(matcher.choose(windows(71)).match(Events.of("EventID", "71"), seven))
        .extracting(SigmaRule::title)
        .containsExactly("any");
  }

  /** Anybody can send events that look like those of Windows. */
  @Test
  void sourcesThatNobodyNamesCountAsOne() {
    RuleMatcher matcher =
        new RuleMatcher(
            set(
                rule("id", "windows", "EventID: 7"),
                rule("ids", "windows", "EventID|re: '^8'"),
                rule("log", "windows", "Channel|startswith: made"),
                rule("provider", "windows", "Provider_Name: disk")));
    RuleMatcher.Choice made = matcher.choose(windows("made up", "x", 80));
    assertThat(made).isSameAs(matcher.choose(windows("made too", "y", 90)));
    Events event = Events.of("EventID", "80", "Channel", "made up", "Provider_Name", "x");
    assertThat(made.match(event, event)).extracting(SigmaRule::title).containsExactly("ids", "log");
    Events disk = Events.of("EventID", "7", "Channel", "made up", "Provider_Name", "disk");
    assertThat(matcher.choose(windows("made up", "disk", 7)).match(disk, disk))
        .extracting(SigmaRule::title)
        .containsExactly("id", "log", "provider");
  }

  /** Names that rules know, put together at will. */
  @Test
  void madeUpSourcesDoNotStayInThePlaceOfOthers() {
    RuleMatcher matcher =
        new RuleMatcher(
            set(
                rule("id", "windows", "EventID: 7"),
                rule("log", "windows", "Channel: abcdefghijklm")));
    for (int i = 0; i < RuleSet.SOURCES + 100; i++) {
      StringBuilder log = new StringBuilder("abcdefghijklm");
      for (int at = 0; at < 13; at++) {
        log.setCharAt(at, (char) (log.charAt(at) - ((i >> at & 1) == 0 ? 0 : 32)));
      }
      matcher.choose(windows(log.toString(), "disk", 7));
    }
    assertThat(matcher.choose(windows(8)).isEmpty()).isTrue();
    Events seven = Events.of("EventID", "7");
    assertThat(matcher.choose(windows(7)).match(seven, seven))
        .extracting(SigmaRule::title)
        .containsExactly("id");
  }

  /** In whatever letter case, and in combinations that nobody has. */
  @Test
  void answersAsEachRuleInTurnWhateverTheSource() {
    Random random = new Random(1);
    List<String> names = List.of("security", "system", "disk", "sysmon", "kernel");
    List<String> items =
        List.of(
            "EventID: 7",
            "EventID: [1, '46*']",
            "Channel: Security",
            "Channel|startswith: sys",
            "'Channel|re': '^S'",
            "Provider_Name|cased: Disk",
            "winlog.provider_name: [kernel, disk]",
            "Channel: null",
            "f: x");
    List<String> logs =
        List.of(
            "windows",
            "windows, service: security",
            "windows, service: sysmon",
            "windows, category: process_creation",
            "windows, category: nobodys");
    for (int round = 0; round < 40; round++) {
      String[] rules = new String[30];
      for (int i = 0; i < rules.length; i++) {
        String item = one(random, items) + (random.nextBoolean() ? "" : ", g: y");
        rules[i] = rule(Integer.toString(i), one(random, logs), item);
      }
      RuleSet set = set(rules);
      RuleMatcher matcher = new RuleMatcher(set);
      for (int i = 0; i < 100; i++) {
        String log = cased(random, one(random, names));
        String provider = cased(random, one(random, names));
        int id = one(random, List.of(1, 7, 4688));
        EventSource source = windows(log, provider, id);
        Events event =
            Events.of(
                "EventID",
                Integer.toString(id),
                "Channel",
                log,
                "Provider_Name",
                provider,
                "winlog.provider_name",
                provider,
                "f",
                "x",
                "g",
                random.nextBoolean() ? "y" : "z");
        List<SigmaRule> expected =
            set.rules().stream()
                .filter(r -> LogSources.TABLE.concerns(r.logSource(), source) && r.matches(event))
                .toList();
        assertThat(set.match(event, source)).isEqualTo(expected);
        assertThat(matcher.choose(source).match(event, event)).isEqualTo(expected);
      }
    }
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** K and ſ are k and s in another case. */
  private static String cased(Random random, String text) {
    StringBuilder cased = new StringBuilder();
    for (char c : text.toCharArray()) {
      cased.append(
          switch (random.nextInt(6)) {
            case 0 -> Character.toUpperCase(c);
            case 1 -> c == 'k' ? '\u212A' : c == 's' ? '\u017F' : c;
            default -> c;
          });
    }
    return cased.toString();
  }

  /** Each of thousands of sources may send one. */
  @Test
  void doesNotKeepTheRoomOfLongTexts() {
    Trial trial = new RuleIndex(List.of()).newTrial();
    assertThat(trial.room(1_000)).isSameAs(trial.room(2_000)).hasSizeLessThan(100_000);
    assertThat(trial.room(1_000_000)).hasSizeGreaterThanOrEqualTo(1_000_000);
    assertThat(trial.room(1_000)).hasSizeLessThan(100_000);
  }

  private static EventSource windows(String log, String provider, int id) {
    return new EventSource("windows", LogSource.ANY, log, provider, id, null);
  }

  private static EventSource windows(int id) {
    return windows("System", "disk", id);
  }

  private static List<String> titles(RuleSet rules, String product, Events event) {
    return rules.match(event, source(product)).stream().map(SigmaRule::title).toList();
  }

  private static EventSource source(String product) {
    return new EventSource(product, LogSource.ANY, null, null, null, null);
  }

  private static String rule(String title, String product, String item) {
    return RULE.formatted(title, product, item);
  }

  private static RuleSet set(String... rules) {
    SigmaReader.Reading reading = new SigmaReader().read("r.yml", String.join("---\n", rules));
    assertThat(reading.problems()).isEmpty();
    return new RuleSet(reading.rules());
  }
}
