package org.hinomi.collector.record.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private final Templates templates = new Templates(1000);

  private String template(String message) {
    byte[] b = message.getBytes(StandardCharsets.UTF_8);
    return templates.text(templates.code(b, 0, b.length));
  }

  @Test
  void tokensWithDigitsAreVariable() {
    assertEquals(
        "Accepted publickey for bob from <*> port <*> <*>",
        template("Accepted publickey for bob from 10.0.0.7 port 50022 ssh2"));
    assertEquals("[<*>] usb <*> new device", template("[12.345678] usb 1-1: new device"));
    assertEquals("to=<<*>>, status=sent", template("to=<u7@example.com>, status=sent"));
  }

  @Test
  void hexadecimalWordsAreVariableFromEightLetters() {
    assertEquals("commit <*> facade", template("commit DeadBeef facade"));
    assertEquals("commit deadbeeg", template("commit deadbeeg"));
  }

  @Test
  void numbersInJapaneseTextStandApart() {
    assertEquals("接続数が<*>に達しました", template("接続数が120に達しました"));
    assertEquals("<*>", template("接続数が１２０に達しました"));
  }

  @Test
  void aStarAloneIsVariableSoThatAPlaceholderIsNeverText() {
    assertEquals("a <<*>> b", template("a <*> b"));
    assertEquals("SELECT <*> FROM a*b", template("SELECT * FROM a*b"));
  }

  @Test
  void aTemplateHasTheSameIdEverywhere() {
    assertEquals(0x44BC2CF5AD770999L >>> 1, Templates.idOf("abc"));
    assertEquals(0xEF46DB3751D8E999L >>> 1, Templates.idOf(""));
    byte[] b = "..login 17 from x".getBytes(StandardCharsets.UTF_8);
    int code = templates.code(b, 2, b.length);
    assertEquals(Templates.idOf("login <*> from x"), templates.id(code));
    assertEquals(0, Templates.idOf(Templates.PLACEHOLDER));
  }

  @Test
  void hashesAsXxh64() {
    byte[] spam = "Nobody inspects the spammish repetition".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0xFBCEA83C8A378BF1L, XxHash64.of(spam, spam.length));
  }

  @Test
  void codesCountUp() {
    byte[] one = "one 1".getBytes(StandardCharsets.UTF_8);
    byte[] two = "two 1".getBytes(StandardCharsets.UTF_8);
    assertEquals(1, templates.code(one, 0, one.length));
    assertEquals(2, templates.code(two, 0, two.length));
    assertEquals(1, templates.code(one, 0, one.length));
    assertEquals(3, templates.size());
  }

  @Test
  void beyondTheLastTemplateComesTheCatchAll() {
    Templates few = new Templates(300);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 400; i++) {
        byte[] b = (" " + "w".repeat(i + 1)).getBytes(StandardCharsets.UTF_8);
        int code = few.code(b, 1, b.length);
        assertEquals(i < 300 ? i + 1 : Templates.CATCH_ALL, code);
        assertEquals(i < 300 ? 0 : 1, few.variables());
      }
    }
    assertEquals(301, few.size());
    assertEquals(0, few.id(0));
    assertEquals("<*>", few.text(0));
  }

  @Test
  void whatFollowsTheFirstBytesIsOneVariablePart() {
    String words = "word ".repeat(819); // 4,095 bytes
    assertEquals(words + "<*>", template(words + "last words, 17 and more"));
    assertEquals("<*>", template("w".repeat(5000)));
    assertEquals(words.length(), template(words).length());
  }

  @Test
  void fillingInTheVariablePartsGivesTheMessage() {
    SplittableRandom random = new SplittableRandom(5);
    SampleMessages samples = new SampleMessages(random);
    String[] pieces = {"1 ", "<*>", "*", "<", ">", "１", "あ", "é", "İ", "x", " ", "1", "cafebabe"};
    for (int i = 0; i < 20_000; i++) {
      StringBuilder message = new StringBuilder(i % 2 == 0 ? samples.next() : "");
      for (int n = random.nextInt(i % 100 == 0 ? 6000 : 8); n > 0; n--) {
        message.append(pieces[random.nextInt(pieces.length)]);
      }
      assertFills(message.toString());
    }
    assertFills("1 ".repeat(4000));
    assertFills("");
  }

  private void assertFills(String message) {
    byte[] b = message.getBytes(StandardCharsets.UTF_8);
    String rest = templates.text(templates.code(b, 0, b.length));
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < templates.variables(); i++) {
      int at = rest.indexOf(Templates.PLACEHOLDER);
      assertTrue(at >= 0, message);
      int from = templates.variableStart(i);
      filled
          .append(rest, 0, at)
          .append(new String(b, from, templates.variableEnd(i) - from, StandardCharsets.UTF_8));
      rest = rest.substring(at + Templates.PLACEHOLDER.length());
    }
    assertEquals(message, filled + rest);
    assertEquals(-1, rest.indexOf(Templates.PLACEHOLDER));
  }

  @Test
  void differentWordsAreDifferentTemplates() {
    assertNotEquals(template("user alice logged in"), template("user bob logged in"));
  }
}
