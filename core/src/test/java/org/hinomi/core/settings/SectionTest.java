package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionTest {
  @TempDir private Path folder;

  private Written written(String text) {
    return Written.in(folder, text);
  }

  @Test
  void absentKeysHaveTheirDefaults() {
    Written empty = written("# nothing yet\n");
    assertThat(empty.<Duration>read(s -> s.duration("a").orElse(Duration.ofSeconds(7))))
        .hasSeconds(7);
    assertThat(empty.<Boolean>read(s -> s.text("a").optional().isEmpty())).isTrue();
    assertThat(empty.<List<String>>read(s -> s.text("a").list())).isEmpty();
    assertThat(empty.<List<String>>read(s -> s.text("a").list(List.of("x")))).containsExactly("x");
    assertThat(empty.<String>read(s -> s.section("a").section("b").text("c").orElse("x")))
        .isEqualTo("x");
    assertThat(empty.<Boolean>read(s -> s.optionalSection("a").isEmpty())).isTrue();
    assertThat(empty.<List<Section>>read(s -> s.sections("a"))).isEmpty();
    assertThat(empty.<Map<String, Section>>read(s -> s.named("a"))).isEmpty();
    assertThat(empty.<Map<String, String>>read(s -> s.map("a"))).isEmpty();
    assertThat(empty.<List<String>>read(Section::keys)).isEmpty();
  }

  @Test
  void saysWhereARequiredKeyIsMissing() {
    assertThat(
            written("# comment\nhost: a\nnotify:\n  mail:\n    - name: x\n    - name: y\n")
                .problems(
                    s -> {
                      s.text("host").required();
                      s.section("notify").sections("mail").forEach(SectionTest::readMail);
                      return s.address("collector").oneOrMore();
                    }))
        .containsExactly(
            "s.yaml:2: collector: missing (expected host:port or [ipv6]:port, port 1..65535)",
            "s.yaml:5: notify.mail[0].to: missing (expected a text)",
            "s.yaml:6: notify.mail[1].to: missing (expected a text)");
  }

  private static String readMail(Section s) {
    return s.text("name").required() + s.text("to").required();
  }

  @Test
  void reportsAllProblemsInTheOrderOfTheFile() {
    assertThat(
            written("b: x\na:\n  c: 5\n  d: true\n")
                .problems(
                    s ->
                        s.section("a").duration("c").orElse(Duration.ZERO)
                            + " "
                            + s.section("a").bool("d").required()
                            + s.integer("b").required()))
        .containsExactly(
            "s.yaml:1: b: x (expected a whole number)",
            "s.yaml:3: a.c: 5 (expected a time with its unit, as 30s, 5m, 1h, 2d; 0s..36500d)");
  }

  @Test
  void namesTheNearestKey() {
    assertThat(
            written("smaple: 1\nsample:\n  intervall: 1s\nzzz: 1\n")
                .problems(
                    s ->
                        s.section("sample").duration("interval").orElse(Duration.ZERO)
                            + s.text("host").orElse("")))
        .containsExactly(
            "s.yaml:1: smaple: unknown key (expected one of host, sample; did you mean sample?)",
            "s.yaml:3: sample.intervall: unknown key (expected one of interval; did you mean"
                + " interval?)",
            "s.yaml:4: zzz: unknown key (expected one of host, sample)");
  }

  @Test
  void aKeyThatIsAskedForInTwoPlacesIsKnown() {
    assertThat(
            written("a:\n  b: x\n  c: y\n")
                .<String>read(
                    s -> s.section("a").text("b").required() + s.section("a").text("c").required()))
        .isEqualTo("xy");
  }

  @Test
  void namesRemovedKeys() {
    assertThat(
            written("period: 10s\n")
                .problems(
                    s -> {
                      s.removed("period", "sample.interval instead, since 0.2");
                      return s.text("host").orElse("");
                    }))
        .containsExactly(
            "s.yaml:1: period: no longer a setting (expected sample.interval instead, since 0.2)",
            "s.yaml:1: period: unknown key (expected one of host)");
  }

  @Test
  void wrongKindsAreProblems() {
    Function<Section, Object> reader =
        s ->
            List.of(
                s.section("section").text("inner").required(),
                s.sections("sections").size(),
                s.named("named").size(),
                s.map("map").size(),
                s.text("list").list(),
                s.text("text").required(),
                s.text("one").oneOrMore());
    assertThat(
            written(
                    """
                    section: [a]
                    sections: {a: b}
                    named: x
                    map: [x]
                    list: x
                    text: [x]
                    one: {a: b}
                    """)
                .problems(reader))
        .containsExactly(
            "s.yaml:1: section: a list (expected a mapping: key: value, one a line)",
            "s.yaml:2: sections: a mapping (expected a list)",
            "s.yaml:3: named: a text (expected a mapping)",
            "s.yaml:4: map: a list (expected a mapping)",
            "s.yaml:5: list: x (expected a list, each entry a text)",
            "s.yaml:6: text: a list (expected a text)",
            "s.yaml:7: one: a mapping (expected a list, each entry a text)");
  }

  @Test
  void aFileThatIsNoMappingIsAProblem() {
    assertThat(written("- a\n- b\n").problems(s -> s.text("a").orElse("")))
        .containsExactly("s.yaml:1: a list (expected a mapping: key: value, one a line)");
    assertThat(written("just text\n").problems(s -> s.text("a").required()))
        .containsExactly("s.yaml:1: a text (expected a mapping: key: value, one a line)");
  }

  @Test
  void sectionsOfCommentsAloneHaveTheirDefaults() {
    Written file = written("sample:\n#  interval: 1s\nwatch:\nnames: []\nlabels: {}\nempty: ''\n");
    assertThat(
            file.<Long>read(
                s ->
                    s.section("sample")
                            .duration("interval")
                            .orElse(Duration.ofSeconds(9))
                            .toSeconds()
                        + s.sections("watch").size()
                        + s.text("names").list(List.of("a", "b")).size()
                        + s.map("labels").size()
                        + (s.has("empty") ? 100 : 0)))
        .isEqualTo(109);
  }

  @Test
  void readsListsMapsAndNamedSections() {
    Written file =
        written(
            """
            one: a:1
            more: [a:1, "b:2"]
            labels: {os: linux, on: NO}
            groups:
              web: {warning: 80%}
              db: {warning: 0.7}
            """);
    assertThat(
            file.<List<Object>>read(
                s -> {
                  List<Object> values =
                      List.of(
                          s.address("one").oneOrMore(),
                          s.address("more").oneOrMore(),
                          s.map("labels"),
                          List.copyOf(s.named("groups").keySet()),
                          s.named("groups").values().stream()
                              .map(g -> g.share("warning").required())
                              .toList());
                  return values;
                }))
        .containsExactly(
            List.of(new HostPort("a", 1)),
            List.of(new HostPort("a", 1), new HostPort("b", 2)),
            Map.of("os", "linux", "on", "NO"),
            List.of("web", "db"),
            List.of(0.8, 0.7));
  }

  @Test
  void eachEntryOfAListHasItsOwnProblem() {
    assertThat(
            written("to:\n  - a:1\n  - b\n  - [c]\n  -\n")
                .problems(s -> s.address("to").oneOrMore()))
        .containsExactly(
            "s.yaml:3: to[1]: b (expected host:port or [ipv6]:port, port 1..65535)",
            "s.yaml:4: to[2]: a list (expected host:port or [ipv6]:port, port 1..65535)",
            "s.yaml:5: to[3]: empty (expected host:port or [ipv6]:port, port 1..65535)");
  }

  @Test
  void oneOrMoreWantsOne() {
    assertThat(written("to: []\n").problems(s -> s.text("to").oneOrMore()))
        .containsExactly("s.yaml:1: to: an empty list (expected a text, or a list of such)");
    assertThat(written("to:\n").problems(s -> s.text("to").oneOrMore()))
        .containsExactly("s.yaml:1: to: empty (expected a text, or a list of such)");
    assertThat(written("a: 1\n").problems(s -> s.text("a").required() + s.text("to").oneOrMore()))
        .containsExactly("s.yaml:1: to: missing (expected a text)");
  }

  @Test
  void exactlyOneOfTwoKeys() {
    Function<Section, Object> reader =
        s -> {
          s.text("file").optional();
          s.text("journal").optional();
          return s.exactlyOneOf("file", "journal");
        };
    assertThat(written("journal: x").read(reader)).isEqualTo("journal");
    assertThat(written("{}").problems(reader))
        .containsExactly("s.yaml:1: incomplete (expected one of the keys file, journal)");
    assertThat(written("journal: x\nfile: y\n").problems(reader))
        .containsExactly("s.yaml:1: journal: too much beside file (expected one of file, journal)");
  }

  @Test
  void namesAreUnique() {
    Function<Section, Object> reader =
        s -> {
          Set<String> taken = new HashSet<>();
          return s.sections("l").stream().map(e -> e.uniqueName("name", taken)).toList();
        };
    assertThat(written("l: [{name: a}, {name: b-1.c}]").read(reader))
        .isEqualTo(List.of("a", "b-1.c"));
    assertThat(
            written("l:\n- name: a\n- name: a\n- name: a b\n- name: c d\n- {}\n").problems(reader))
        .containsExactly(
            "s.yaml:3: l[1].name: a (expected a name that no other entry has)",
            "s.yaml:4: l[2].name: a b (expected a name of at most 64 letters, digits, dots, dashes"
                + " and underscores)",
            "s.yaml:5: l[3].name: c d (expected a name of at most 64 letters, digits, dots, dashes"
                + " and underscores)",
            "s.yaml:6: l[4].name: missing (expected a name of at most 64 letters, digits, dots,"
                + " dashes and underscores)");
  }

  @Test
  void aRecordsOwnCheckIsAProblem() {
    assertThat(
            written("a: 1\n")
                .problems(
                    s -> {
                      s.text("a").required();
                      return new HostPort("", 1);
                    }))
        .containsExactly(
            "s.yaml:1: :1 (expected: host:port, port 0..65535) (expected values that go together)");
  }

  @Test
  void mapsKeepTheOrderOfTheFile() {
    assertThat(written("m: {z: 1, a: 2, k: 3}").<Map<String, String>>read(s -> s.map("m")))
        .containsExactly(entry("z", "1"), entry("a", "2"), entry("k", "3"));
  }
}
