package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegexLiteralsTest {

  @Test
  void findsWhatEveryMatchHolds() {
    assertThat(RegexLiterals.of("abc")).containsExactly("abc");
    assertThat(RegexLiterals.of("(?i)\\\\Users\\\\[^\\\\]+\\\\NTUSER\\.DAT$"))
        .containsExactly("\\ntuser.dat");
    assertThat(RegexLiterals.of("a+bc")).containsExactly("bc");
    assertThat(RegexLiterals.of("xyz?w")).containsExactly("xy");
    assertThat(RegexLiterals.of("(cmd|power(?:shell|cfg))\\.exe")).containsExactly(".exe");
    assertThat(RegexLiterals.of("\\s(alpha|beta)\\s")).containsExactly("alpha", "beta");
    assertThat(RegexLiterals.of("one|two{2,}")).containsExactly("one", "two");
    assertThat(RegexLiterals.of("[]ab]cd")).containsExactly("cd");
    assertThat(RegexLiterals.of("[[:alpha:]]cd")).containsExactly("cd");
    assertThat(RegexLiterals.of("\\bpart\\b of")).containsExactly("part of");
    assertThat(RegexLiterals.of("a{b}cd")).containsExactly("a{b}cd");
  }

  @Test
  void findsNoneWhereItCannotTell() {
    for (String expression :
        new String[] {
          "", ".*", "(abc)?", "(abc)*", "(abc){0,3}", "abc|\\d", "abc|", "(?=abc)", "(?x)a b c",
          "\\Qa.b\\E", "\\x41bc", "(a)\\1", "[a", "(abc", "abc)", "a**", "\\u0041", "[\\Qab]c\\E]de"
        }) {
      assertThat(RegexLiterals.of(expression)).as(expression).isEmpty();
    }
  }
}
