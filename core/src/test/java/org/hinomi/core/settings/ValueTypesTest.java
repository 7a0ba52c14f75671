package org.hinomi.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
  @TempDir private Path folder;

  private enum Colour {
    RED,
    LIGHT_BLUE
  }

  private <T> T read(String value, Function<Section, Setting<T>> key) {
    return Written.in(folder, "k: " + value).read(s -> key.apply(s).required());
  }

  private String problem(String value, Function<Section, Setting<?>> key) {
    List<String> problems =
        Written.in(folder, "k: " + value).problems(s -> key.apply(s).required());
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "0s, PT0S",
    "30s, PT30S",
    "5m, PT5M",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "1w, PT168H",
    "'\"10s\"', PT10S"
  })
  void readsTimes(String text, Duration time) {
    assertThat(this.<Duration>read(text, s -> s.duration("k"))).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"30", "s", "-5s", "1.5h", "5 min", "30S", "9:00", "99999999999d", "2000w 1x"})
  void refusesTimes(String text) {
    assertThat(problem(text, s -> s.duration("k", Duration.ofSeconds(1), Duration.ofHours(36))))
        .isEqualTo(
            "s.yaml:1: k: "
                + text
                + " (expected a time with its unit, as 30s, 5m, 1h, 2d; 1s..36h)");
  }

  @Test
  void refusesTimesOutsideTheRange() {
    Function<Section, Setting<?>> key =
        s -> s.duration("k", Duration.ofMillis(500), Duration.ofDays(1));
    String expected = " (expected a time with its unit, as 30s, 5m, 1h, 2d; 500ms..1d)";
    assertThat(problem("499ms", key)).isEqualTo("s.yaml:1: k: 499ms" + expected);
    assertThat(problem("25h", key)).isEqualTo("s.yaml:1: k: 25h" + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0B, 0",
    "512B, 512",
    "64KiB, 65536",
    "4 MiB, 4194304",
    "1GiB, 1073741824",
    "1TiB, 1099511627776"
  })
  void readsSizes(String text, long bytes) {
    assertThat(this.<Long>read(text, s -> s.size("k"))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"64", "64K", "64kB", "64 kib", "1.5GiB", "-1B", "999999999TiB", "1B"})
  void refusesSizes(String text) {
    assertThat(problem(text, s -> s.size("k", 1000, 4 << 20)))
        .isEqualTo(
            "s.yaml:1: k: "
                + text
                + " (expected a size with its unit, as 64KiB, 4MiB, 1GiB; 1000B..4MiB)");
  }

  @ParameterizedTest
  @CsvSource({"90%, 0.9", "0.9, 0.9", "0, 0", "1, 1", "100%, 1", "'12.5 %', 0.125"})
  void readsShares(String text, double share) {
    assertThat(this.<Double>read(text, s -> s.share("k"))).isEqualTo(share);
  }

  @ParameterizedTest
  @ValueSource(strings = {"90", "1.01", "101%", "-1%", "0,9", "ninety"})
  void refusesShares(String text) {
    assertThat(problem(text, s -> s.share("k")))
        .isEqualTo("s.yaml:1: k: " + text + " (expected a share, as 90% or 0.9)");
  }

  @Test
  void readsNumbers() {
    assertThat(this.<Long>read("42", s -> s.integer("k"))).isEqualTo(42);
    assertThat(this.<Long>read("-7", s -> s.integer("k", -7, 7))).isEqualTo(-7);
    assertThat(this.<Long>read("9223372036854775807", s -> s.integer("k")))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(this.<Double>read("4.25", s -> s.number("k"))).isEqualTo(4.25);
    assertThat(this.<Double>read("-3", s -> s.number("k", -5, 5))).isEqualTo(-3);
  }

  @Test
  void refusesNumbers() {
    assertThat(problem("8", s -> s.integer("k", 0, 7)))
        .isEqualTo("s.yaml:1: k: 8 (expected a whole number, 0..7)");
    assertThat(problem("4.0", s -> s.integer("k")))
        .isEqualTo("s.yaml:1: k: 4.0 (expected a whole number)");
    assertThat(problem("9223372036854775808", s -> s.integer("k")))
        .isEqualTo("s.yaml:1: k: 9223372036854775808 (expected a whole number)");
    assertThat(problem("0x10", s -> s.integer("k")))
        .isEqualTo("s.yaml:1: k: 0x10 (expected a whole number)");
    assertThat(problem("1_000", s -> s.integer("k")))
        .isEqualTo("s.yaml:1: k: 1_000 (expected a whole number)");
    assertThat(problem("NaN", s -> s.number("k")))
        .isEqualTo("s.yaml:1: k: NaN (expected a number)");
    assertThat(problem("5.5", s -> s.number("k", 0.5, 5)))
        .isEqualTo("s.yaml:1: k: 5.5 (expected a number, 0.5..5)");
  }

  @Test
  void readsWhatYamlWouldGuessAt() {
    assertThat(this.<String>read("9:00", s -> s.text("k"))).isEqualTo("9:00");
    assertThat(this.<String>read("0514", s -> s.text("k"))).isEqualTo("0514");
    assertThat(this.<String>read("NO", s -> s.text("k"))).isEqualTo("NO");
    assertThat(this.<String>read("1e3", s -> s.text("k"))).isEqualTo("1e3");
    assertThat(this.<String>read("2026-11-23", s -> s.text("k"))).isEqualTo("2026-11-23");
    assertThat(this.<String>read("\"null\"", s -> s.text("k"))).isEqualTo("null");
    assertThat(problem("0514", s -> s.integer("k")))
        .isEqualTo("s.yaml:1: k: 0514 (expected a whole number without leading zeros)");
    assertThat(problem("NO", s -> s.bool("k")))
        .isEqualTo("s.yaml:1: k: NO (expected true or false)");
    assertThat(this.<Boolean>read("true", s -> s.bool("k"))).isTrue();
    assertThat(this.<Boolean>read("false", s -> s.bool("k"))).isFalse();
  }

  @Test
  void refusesNoValueAndBlankOnes() {
    assertThat(problem("", s -> s.text("k"))).isEqualTo("s.yaml:1: k: empty (expected a text)");
    assertThat(problem("~", s -> s.text("k"))).isEqualTo("s.yaml:1: k: empty (expected a text)");
    assertThat(problem("null", s -> s.zone("k")))
        .isEqualTo("s.yaml:1: k: empty (expected a time zone, as Asia/Tokyo or +09:00)");
    assertThat(problem("' '", s -> s.text("k"))).isEqualTo("s.yaml:1: k: blank (expected a text)");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:514, 127.0.0.1, 514",
    "'[::1]:6514', ::1, 6514",
    "'\"[fe80::1%eth0]:1\"', fe80::1%eth0, 1",
    "log_host-1.example.net:65535, log_host-1.example.net, 65535"
  })
  void readsAddresses(String text, String host, int port) {
    String quoted = text.startsWith("[") ? "'" + text + "'" : text;
    assertThat(this.<HostPort>read(quoted, s -> s.address("k")))
        .isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0:70000",
        "0.0.0.0:0",
        "localhost",
        ":514",
        "::1:514",
        "a b:514",
        "host:+514",
        "host:",
        "http://host:514"
      })
  void refusesAddresses(String text) {
    assertThat(problem("'" + text + "'", s -> s.address("k")))
        .isEqualTo("s.yaml:1: k: " + text + " (expected host:port or [ipv6]:port, port 1..65535)");
  }

  @Test
  void listensOnAnyFreePortButNotOnEveryText() {
    assertThat(this.<HostPort>read("127.0.0.1:0", s -> s.listenAddress("k")).port()).isZero();
    assertThat(problem("0.0.0.0:70000", s -> s.listenAddress("k")))
        .isEqualTo(
            "s.yaml:1: k: 0.0.0.0:70000 (expected host:port or [ipv6]:port, port 0..65535, 0 for"
                + " any free one)");
  }

  @Test
  void readsNetworksAndAddresses() {
    assertThat(this.<Cidr>read("10.1.2.3/16", s -> s.cidr("k")))
        .isEqualTo(Cidr.parse("10.1.0.0/16"));
    assertThat(this.read("'2001:db8::1'", s -> s.ip("k")).getHostAddress())
        .isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(problem("10.1.0.0/33", s -> s.cidr("k")))
        .isEqualTo(
            "s.yaml:1: k: 10.1.0.0/33 (expected a network, as 10.1.0.0/16 or 2001:db8::/32, or an"
                + " address)");
    assertThat(problem("localhost", s -> s.ip("k")))
        .isEqualTo("s.yaml:1: k: localhost (expected an IPv4 or IPv6 address)");
  }

  @Test
  void readsObjectIdentifiers() {
    assertThat(this.<String>read(".1.3.6.1.4.1.32473", s -> s.oid("k")))
        .isEqualTo("1.3.6.1.4.1.32473");
    for (String bad : new String[] {"3.1", "1", "1.3..6", "1.03", "1.3.4294967296", "iso.org"}) {
      assertThat(problem(bad, s -> s.oid("k")))
          .isEqualTo("s.yaml:1: k: " + bad + " (expected an OID, as 1.3.6.1.4.1.32473)");
    }
  }

  @Test
  void readsZonesCharsetsPatternsAndNames() {
    assertThat(this.<ZoneId>read("Asia/Tokyo", s -> s.zone("k")))
        .isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(this.<Charset>read("Shift_JIS", s -> s.charset("k")))
        .isEqualTo(Charset.forName("Shift_JIS"));
    assertThat(this.read("'^a+$'", s -> s.pattern("k")).pattern()).isEqualTo("^a+$");
    assertThat(this.<Colour>read("light-blue", s -> s.oneOf("k", Colour.class)))
        .isEqualTo(Colour.LIGHT_BLUE);
    assertThat(problem("Tokyo", s -> s.zone("k")))
        .isEqualTo("s.yaml:1: k: Tokyo (expected a time zone, as Asia/Tokyo or +09:00)");
    assertThat(problem("sjis?", s -> s.charset("k")))
        .isEqualTo("s.yaml:1: k: sjis? (expected a character set, as UTF-8 or Shift_JIS)");
    assertThat(problem("'a(b'", s -> s.pattern("k")))
        .isEqualTo(
            "s.yaml:1: k: a(b (expected a regular expression; at character 4: Unclosed group)");
    assertThat(problem("RED", s -> s.oneOf("k", Colour.class)))
        .isEqualTo("s.yaml:1: k: RED (expected one of red, light-blue)");
  }

  @Test
  void pathsStartFromTheFolderOfTheFile() {
    assertThat(this.<Path>read("../data", s -> s.path("k")))
        .isEqualTo(folder.resolveSibling("data"));
    assertThat(this.<Path>read("/var/lib", s -> s.path("k"))).isEqualTo(Path.of("/var/lib"));
    assertThat(this.<Path>read("s.yaml", s -> s.existingFile("k")))
        .isEqualTo(folder.resolve("s.yaml"));
    assertThat(this.<Path>read(".", s -> s.existingFolder("k"))).isEqualTo(folder);
    assertThat(this.<Path>read("new/deep", s -> s.ownFolder("k")))
        .isEqualTo(folder.resolve("new/deep"));
  }

  @Test
  void refusesPathsThatStopTheStart() {
    assertThat(problem("gone.pem", s -> s.existingFile("k")))
        .isEqualTo("s.yaml:1: k: gone.pem (expected a file; there is none at gone.pem)");
    assertThat(problem("rules", s -> s.existingFolder("k")))
        .isEqualTo("s.yaml:1: k: rules (expected a folder; there is none at rules)");
    assertThat(problem("s.yaml/data", s -> s.ownFolder("k")))
        .isEqualTo("s.yaml:1: k: s.yaml/data (expected a folder; s.yaml is a file)");
  }
}
