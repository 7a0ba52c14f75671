package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modifiers of the specification 2.1. */
class ModifiersTest {
  private static final Placeholders LISTS =
      new Placeholders(Map.of("Servers", List.of("srv*", "db1"), "admins", List.of("root")));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "a|re: 'b+c'; xbbcx; true",
        "a|re: 'B'; b; false",
        "a|re|i: 'ÄB'; äb; true",
        "a|re: '^b.c$'; b\\nc; false",
        "a|re|s: '^b.c$'; b\\nc; true",
        "a|re: '^c'; b\\nc; false",
        "a|re|m: '^c'; b\\nc; true",
        "a|re: '^[[]x&&y]'; [y]; false",
        "a|re: '^[][]+$'; ][; true",
        "a|re: '^[[:digit:]]{2}$'; 42; true",
        "a|re: 'x{y'; x{y; true",
        "a|re|all: ['x', 'y']; yx; true",
        "a|re|all: ['x', 'y']; x; false",
        "a|cased: Root; Root; true",
        "a|cased: Root; root; false",
        "a|cased|contains: OO; rOOt; true",
        "a|cidr: 10.0.0.0/8; 10.255.1.2; true",
        "a|cidr: 192.168.1.128/25; 192.168.1.127; false",
        "a|cidr: 10.0.0.0/8; 10.0.0; false",
        "a|cidr: 'fe80::/10'; febf::1%eth0; true",
        "a|cidr: 'fe80::/10'; fec0::1; false",
        "a|cidr: '::1'; 0:0:0:0:0:0:0:1; true",
        "a|cidr: 10.0.0.0/8; ::ffff:10.1.1.1; true",
        "a|cidr: [10.0.0.0/8, 172.16.0.0/12]; 172.31.0.1; true",
        "a|lt: 10; 9.5; true",
        "a|lte: 10; 10.0; true",
        "a|gt: 10; 9; false",
        "a|gte: -1; 0; true",
        "a|gt: 10; eleven; false",
        "a|neq: x; y; true",
        "a|neq: x; X; false",
        "a|neq: [x, y]; y; false",
        "a|contains|neq: x; axb; false",
        "a|exists: yes; ``; true",
        "a|exists: false; x; false",
        "b|exists: false; x; true",
        "a|hour: 23; 2026-11-23T23:05:06Z; true",
        "a|minute|gte: 5; 2026-11-23 23:05:06.123; true",
        "a|day: 23; 2026-11-23; true",
        "a|hour: 0; 2026-11-23; false",
        "a|week: 48; 2026-11-23; true",
        "a|month: 11; 2026-11-23; true",
        "a|year|lt: 2026; 2026-11-23; false",
        "a|year: 2026; 2026-99-99; false",
        "a|windash|contains: ' -f'; x /f; true",
        "a|contains|windash: ' /f'; x –f; true",
        "a|windash: x-f; x+f; false",
        "a|windash|base64: '-f'; L2Y=; true",
        "a|base64: foo; Zm9v; true",
        "a|base64offset|contains: 'http://'; xxaHR0cDovL2V4; true",
        "a|wide|base64: 'A'; QQA=; true",
        "a|utf16be|base64: 'A'; AEE=; true",
        "a|utf16|base64: 'A'; //5BAA==; true",
        "a|base64: 'é'; w6k=; true",
        "a|base64: 'a\\*'; YSo=; true",
        "a|expand: '%Servers%'; srv17; true",
        "a|expand: '%Servers%'; DB1; true",
        "a|expand: '%Servers%'; db2; false",
        "a|expand|contains: 'x%admins%y'; axrootya; true",
        "a|expand: '\\%plain%admins%'; %plainroot; true",
        "a: '%Servers%'; %servers%; true",
        "a|expand: '%b%'; x; false",
        "a|fieldref: a; x; true",
        "a|fieldref: b; x; false",
        "a|fieldref|neq: a; x; false",
        "'|re': 'x.z'; axyz; true",
        "'|all': [x, z]; axyz; true",
        "'|all': [x, q]; axyz; false",
        "'|contains|all': [x, z]; axyz; true",
        "a: ''; ``; true",
        "a: ''; x; false",
        "a|contains: ''; x; true",
        "a: 'x\\*y'; x*y; true",
        "a: 'x\\*y'; xzy; false",
        "a: 'x\\\\*'; x\\zz; true",
        "a: 'x\\\\\\*'; x\\*; true",
        "a: 'x\\\\\\*'; x\\z; false",
        "a: 'x\\?'; x?; true",
        "a: 'x?'; xy; true",
        "a: 'x?'; x; false",
        "a: '*'; ``; true",
        "a: '?*'; ``; false",
        "a: 'C:\\Windows\\*'; c:\\windows\\x; false",
        "a|startswith: 'x*z'; xyzq; true",
        "a|endswith: 'x*z'; qxyz; true",
        "a|endswith: 'x*z'; xyzq; false",
        "a|cased|endswith: '.EXE'; a.exe; false",
        "a|cased|startswith: 'A*C'; AbCd; true",
        "a|cased|startswith: 'A*C'; abCd; false",
        "a|contains|all: [x, y]; zyx; true",
        "a|startswith|all: [x, xy]; xyz; true",
        "a|endswith|all: [z, x]; xyz; false",
        "a|re|i|m|s: '^B.C$'; a\\nb\\nc; true",
        "a|re|i: '^B.C$'; a\\nb\\nc; false",
        "a|re|m|i: '^C$'; b\\nc\\nd; true",
        "a|re|s|i: 'B.C'; b\\nc; true",
        "a|re: '^$'; ``; true",
        "a|re: 'a{2,3}$'; xaaa; true",
        "a|re: '[^a-c]'; abc; false",
        "a|re: 'x|yz'; ayz; true",
        "a|re|neq: '^x'; yx; true",
        "a|cidr: 2001:db8::/32; 2001:db8:ffff::1; true",
        "a|cidr: 2001:db8::/32; 2001:db9::1; false",
        "a|cidr: 192.0.2.1/32; 192.0.2.1; true",
        "a|cidr: 192.0.2.1; 192.0.2.1; true",
        "a|cidr: 0.0.0.0/0; 203.0.113.9; true",
        "a|cidr: 0.0.0.0/0; 2001:db8::1; false",
        "a|cidr: 10.0.0.0/8; not an address; false",
        "a|cidr|neq: 10.0.0.0/8; 192.0.2.1; true",
        "a|windash: '-a'; —a; true",
        "a|windash: '/a'; ―a; true",
        "a|windash: '–a'; -a; true",
        "a|windash|startswith: '--a'; /–ab; true",
        "a|windash|contains|all: [' -a', ' /b']; x /a –b; true",
        "a|windash|contains|all: [' -a', ' /b']; x /a; false",
        "a|utf16le|base64: 'cmd'; YwBtAGQA; true",
        "a|utf16be|base64: 'cmd'; AGMAbQBk; true",
        "a|utf16|base64: 'cmd'; //5jAG0AZAA=; true",
        "a|wide|base64offset|contains: 'cmd'; eHh4YwBtAGQA; true",
        "a|wide|base64offset|contains: 'cmd'; eHhjAG0AZAA=; true",
        "a|wide|base64offset|contains: 'cmd'; eGMAbQBkAA==; true",
        "a|base64offset|contains: [http, ftp]; xxZnRwOg; true",
        "a|base64offset|contains: 'foobar'; Zm9vYmFy; true",
        "a|base64|contains: foobar; xxZm9vYmFyyy; true",
        "a|lt: 10; x; false",
        "a|lte: 1.5; 1.50; true",
        "a|gt: 9; 10; true",
        "a|gt: -5; -4.9; true",
        "a|gt: 1e3; 1001; true",
        "a: 10; 10; true",
        "a: 10; 010; false",
        "a: true; TRUE; true",
        "a: null; x; false",
        "b: null; x; true",
        "a|exists: true; null; true",
        "a|expand|contains|all: ['%Servers%', x]; xdb1; true",
        "a|expand|endswith: '-%admins%'; x-root; true",
        "a|expand|cased: '%admins%'; ROOT; false",
        "a|expand|neq: '%admins%'; x; true",
        "'|cased': XY; axyz; false",
      })
  void applyAsTheSpecificationSays(String item, String value, boolean expected) {
    assertThat(rule(item).matches(Events.of("a", value.replace("\\n", "\n")))).isEqualTo(expected);
  }

  @Test
  void comparesFieldsOfTheEvent() {
    SigmaRule starts = rule("a|fieldref|startswith: b");
    assertThat(starts.matches(Events.of("a", "C:\\X*y\\z", "b", "c:\\x*Y"))).isTrue();
    assertThat(starts.matches(Events.of("a", "C:\\XXy\\z", "b", "c:\\x*Y"))).isFalse();
    SigmaRule ends = rule("a|fieldref|endswith: b");
    assertThat(ends.matches(Events.of("a", "x.EXE", "b", ".exe"))).isTrue();
    assertThat(ends.matches(Events.of("a", "x.exe.bak", "b", ".exe"))).isFalse();
    SigmaRule contains = rule("a|contains|fieldref: b");
    assertThat(contains.matches(Events.of("a", "xYz", "b", "y"))).isTrue();
    assertThat(contains.matches(Events.of("a", "xz", "b", "y"))).isFalse();
    assertThat(contains.matches(Events.of("a", "xz"))).as("no such field").isFalse();
    SigmaRule one = rule("a|fieldref: [b, c]");
    assertThat(one.matches(Events.of("a", "x", "b", "q", "c", "X"))).isTrue();
    assertThat(rule("a|fieldref|all: [b, c]").matches(Events.of("a", "x", "b", "q", "c", "x")))
        .isFalse();
    assertThat(rule("a|fieldref|cased: b").matches(Events.of("a", "X", "b", "x"))).isFalse();
    assertThat(rule("a|expand: 'x%b%'").matches(Events.of("a", "X1", "b", "1"))).isTrue();
  }

  @Test
  void givesUpExpressionsThatWouldTakeYears() {
    assertThat(rule("a|re: '(x+x+)+y'").matches(Events.of("a", "x".repeat(200)))).isFalse();
    assertThat(rule("a|re: '(x|z)+y'").matches(Events.of("a", "x".repeat(100_000)))).isFalse();
  }

  private static SigmaRule rule(String item) {
    SigmaReader.Reading reading =
        new SigmaReader(LISTS)
            .read(
                "r.yml",
                """
                title: t
                logsource: {product: linux}
                detection:
                  s:
                    %s
                  condition: s
                """
                    .formatted(item));
    assertThat(reading.problems()).isEmpty();
    return reading.rules().getFirst();
  }
}
