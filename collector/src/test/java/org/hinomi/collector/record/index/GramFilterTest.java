package org.hinomi.collector.record.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.hinomi.collector.record.template.SampleMessages;
import org.hinomi.collector.record.template.Templates;
import org.junit.jupiter.api.Test;

class GramFilterTest {
  private final SplittableRandom random = new SplittableRandom(20);
  private final SampleMessages samples = new SampleMessages(random);

  /** What is stored of a row group: its filter. */
  private record Group(GramFilter filter) {
    boolean mightContain(String term) {
      return filter.mightContain(Needle.of(term));
    }
  }

  private static Group group(List<String> messages, int mostTemplates) {
    Templates templates = new Templates(mostTemplates);
    GramFilter.Builder builder = new GramFilter.Builder();
    for (String message : messages) {
      byte[] b = ("x" + message).getBytes(StandardCharsets.UTF_8);
      templates.code(b, 1, b.length);
      for (int i = 0; i < templates.variables(); i++) {
        builder.add(b, templates.variableStart(i), templates.variableEnd(i));
      }
    }
    for (int code = 0; code < templates.size(); code++) {
      byte[] text = templates.text(code).getBytes(StandardCharsets.UTF_8);
      builder.add(text, 0, text.length);
    }
    return new Group(GramFilter.fromBytes(builder.build().toBytes()));
  }

  private static Group group(String... messages) {
    return group(List.of(messages), 1000);
  }

  @Test
  void findsEveryPartOfRealisticMessages() {
    for (int round = 0; round < 60; round++) {
      List<String> messages = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        messages.add(samples.next());
      }
      assertFindsParts(messages, 50, round % 3 == 0 ? 5 : 1000);
    }
  }

  @Test
  void findsEveryPartOfHostileMessages() {
    String[] pieces = {
      "İ",
      "K",
      "Σ",
      "ς",
      "ß",
      "é",
      "É",
      "ｱ",
      "７",
      "山",
      "田",
      "ー",
      "😀",
      "*",
      "<*>",
      "<",
      ">",
      " ",
      "\t",
      "\u3000",
      "\u0000",
      "\u007f",
      "a",
      "B",
      "cafebabe",
      "DEADBEEFdead",
      "192.168.0.17",
      "0",
      "99999999",
      "id-7f:",
      "x".repeat(40),
      "=",
      "\"",
      "한국",
      "\uE000",
      "ǅ",
      "Ω"
    };
    for (int round = 0; round < 3000; round++) {
      StringBuilder message = new StringBuilder();
      int parts = 1 + random.nextInt(12);
      for (int i = 0; i < parts; i++) {
        message.append(pieces[random.nextInt(pieces.length)]);
      }
      assertFindsParts(List.of(message.toString()), 40, 1 + random.nextInt(3));
    }
  }

  @Test
  void findsWhatFollowsTheLookedAtPartOfALongMessage() {
    for (int before : new int[] {4080, 4088, 4090, 4095, 4096, 5000}) {
      String message =
          "word ".repeat(before / 5) + "w".repeat(before % 5) + "accepted session-77aa1 山田";
      assertFindsParts(List.of(message), 500, 10);
      assertTrue(group(message).mightContain("accepted SESSION-77aa1 山田"));
    }
  }

  private void assertFindsParts(List<String> messages, int parts, int mostTemplates) {
    Group group = group(messages, mostTemplates);
    for (int i = 0; i < parts; i++) {
      String message = messages.get(random.nextInt(messages.size()));
      int from = random.nextInt(message.length());
      int to = Math.min(message.length(), from + 1 + random.nextInt(40));
      if (Character.isLowSurrogate(message.charAt(from))
          || Character.isHighSurrogate(message.charAt(to - 1))) {
        continue;
      }
      String part = message.substring(from, to);
      for (String term :
          List.of(
              part, part.toLowerCase(Locale.ROOT), part.toUpperCase(Locale.ROOT), simple(part))) {
        // Upper case may be more than the message has (ß to SS): then the search does not find it.
        if (message.toLowerCase(Locale.ROOT).contains(term.toLowerCase(Locale.ROOT))
            || simple(message).contains(simple(term))) {
          assertTrue(group.mightContain(term), () -> "'" + term + "' in '" + message + "'");
        }
      }
    }
  }

  /** Lower case character by character, as databases do it. */
  private static String simple(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void rulesOutWhatIsInNeitherVariablesNorTemplates() {
    Group group = group("Accepted password for bob from 192.168.10.15 port 50022", "接続数が120に達しました");
    assertTrue(group.mightContain("PASSWORD for BOB from 192.168.10.15"));
    assertTrue(group.mightContain("2.168.10.1"));
    assertTrue(group.mightContain("数が12"));
    assertFalse(group.mightContain("192.168.10.16"));
    assertFalse(group.mightContain("password for everybody"));
    assertFalse(group.mightContain("切断"));
    assertFalse(group.mightContain("bob 192.168.10.15 disconnected"));
  }

  @Test
  void rulesOutShortWords() {
    Group group = group("Accepted password for bob from 192.168.10.15 port 50022");
    for (String held : List.of("bob", "Port", "sswor", "5002", "2.168.1", "r bob f")) {
      assertTrue(group.mightContain(held), held);
    }
    for (String absent : List.of("oom", "panic", "denied", "50023", "alice from 192")) {
      assertFalse(group.mightContain(absent), absent);
    }
  }

  @Test
  void looksUpJapaneseOfMessagesBeyondTheLastTemplate() {
    Group group = group(List.of("first", "利用者 山田太郎 がログイン"), 1);
    assertTrue(group.mightContain("山田太"));
    assertTrue(group.mightContain("山"));
    assertFalse(group.mightContain("山本"));
  }

  @Test
  void saysMaybeForTermsTooShortForAGram() {
    Group group = group("one 17 two");
    assertTrue(group.mightContain("17"));
    assertTrue(group.mightContain("zq"));
    assertTrue(group.mightContain(""));
    assertTrue(group.mightContain(" = "));
    assertTrue(group.mightContain("é"));
  }

  @Test
  void noOtherCharacterLowersToAsciiOrWithinTheIndexedScripts() {
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      int lower = Character.toLowerCase(c);
      byte[] b = Character.toString(c).getBytes(StandardCharsets.UTF_8);
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      if (lower < 0x80) {
        assertTrue(Grams.scan(b, 0, b.length, gram -> {}), "U+" + Integer.toHexString(c));
      } else if (!surrogate) {
        byte[] lowerBytes = Character.toString(lower).getBytes(StandardCharsets.UTF_8);
        assertTrue(
            lower == c
                || (Grams.cjk(b, 0, b.length) == 0
                    && Grams.cjk(lowerBytes, 0, lowerBytes.length) == 0),
            "U+" + Integer.toHexString(c));
      }
    }
  }

  @Test
  void isSmallAndSeldomWrong() {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      messages.add(samples.next());
    }
    Group group = group(messages, 20_000);
    int size = group.filter().toBytes().length;
    assertTrue(size <= 4.1 * messages.size(), () -> size + " bytes");
    assertWrongAtMost(0.02, group, () -> samples.hex(12));
    assertWrongAtMost(
        0.02, group, () -> Long.toString(random.nextLong(100_000_000_000L, 1_000_000_000_000L)));
    assertWrongAtMost(
        0.02, group, () -> "192.168." + random.nextInt(256) + "." + random.nextInt(256));
    assertWrongAtMost(0.1, group, () -> "q" + (char) ('a' + random.nextInt(26)) + "zxj");
  }

  private static void assertWrongAtMost(double most, Group group, Supplier<String> absent) {
    int tries = 4000;
    int found = 0;
    for (int i = 0; i < tries; i++) {
      found += group.mightContain(absent.get()) ? 1 : 0;
    }
    double share = (double) found / tries;
    assertTrue(share <= most, () -> share + " at load " + group.filter().load());
  }

  @Test
  void theBuilderIsEmptyAfterBuilding() {
    GramFilter.Builder builder = new GramFilter.Builder();
    byte[] b = "session-77aa1İ".getBytes(StandardCharsets.UTF_8);
    builder.add(b, 0, b.length);
    assertTrue(builder.build().load() > 0);
    GramFilter empty = builder.build();
    assertEquals(0, empty.load());
    assertEquals(520, empty.toBytes().length);
    assertFalse(empty.mightContain(Needle.of("session-77aa1")));
  }

  @Test
  void rulesOutValuesThatAColumnHasNot() {
    GramFilter.Builder builder = new GramFilter.Builder();
    for (String value : List.of("Srv01.Example.JP", "山田", "Ωmega", "")) {
      builder.addValue(3, value);
    }
    GramFilter filter = builder.build();
    for (String held : List.of("srv01.example.jp", "SRV01.EXAMPLE.JP", "山田", "ωMEGA", "", "é")) {
      assertTrue(filter.mightContain(Needle.ofValue(3, held)), held);
    }
    assertFalse(filter.mightContain(Needle.ofValue(3, "srv02.example.jp")));
    assertFalse(filter.mightContain(Needle.ofValue(3, "山本")));
    assertFalse(filter.mightContain(Needle.ofValue(4, "srv01.example.jp")));
    builder.addValue(3, "\u212Aiku");
    assertTrue(builder.build().mightContain(Needle.ofValue(3, "kiku")));
  }

  /** Needles are hashed as this version does: what was hashed otherwise rules out what is there. */
  @Test
  void aFilterWhoseShortWordsAreHashedOtherwiseIsOfAnotherVersion() {
    byte[] stored = new GramFilter.Builder().build().toBytes();
    assertTrue(stored[0] > 3, "version " + stored[0]);
  }

  @Test
  void refusesDamagedBytes() {
    GramFilter.Builder builder = new GramFilter.Builder();
    byte[] b = "0123456789abcdef".repeat(9).getBytes(StandardCharsets.UTF_8);
    builder.add(b, 0, b.length);
    byte[] good = builder.build().toBytes();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      assertThrows(IllegalArgumentException.class, () -> GramFilter.fromBytes(bad), "byte " + i);
      byte[] cut = Arrays.copyOf(good, i);
      assertThrows(IllegalArgumentException.class, () -> GramFilter.fromBytes(cut), "length " + i);
    }
  }
}
