package org.hinomi.collector.record.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageShapeTest {
  @Test
  void messagesOfOneTemplateThatDifferInNumbersHaveOneShape() {
    assertThat(MessageShape.of("Failed password for root from 192.0.2.7 port 40022"))
        .isEqualTo(MessageShape.of("Failed password for root from 198.51.100.200 port 1"));
    assertThat(MessageShape.of("id deadbeef done")).isEqualTo(MessageShape.of("id cafebabe done"));
    assertThat(MessageShape.of("id deadbee done")).isNotEqualTo(MessageShape.of("id cafebab done"));
  }

  @Test
  void japaneseWordsBesideNumbersCount() {
    assertThat(MessageShape.of("接続数が120に")).isEqualTo(MessageShape.of("接続数が7に"));
    assertThat(MessageShape.of("接続数が120に")).isNotEqualTo(MessageShape.of("空きが120に"));
  }

  /** What is of one shape is of one template, whatever the text. */
  @Test
  void oneShapeIsOneTemplate() {
    Random random = new Random(6);
    Templates templates = new Templates(1);
    Map<Long, Long> templateOf = new HashMap<>();
    String alphabet = "ab1 0f*=.接％2 <>(\n";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(9);
      for (int at = 0; at < length; at++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      long id = templates.idOf(bytes, 0, bytes.length);
      Long before = templateOf.putIfAbsent(MessageShape.of(text.toString()), id);
      assertThat(before == null || before == id).as(text.toString()).isTrue();
    }
    assertThat(templateOf.size()).isGreaterThan(1_000);
  }

  @Test
  void theTemplateOfOneMessageIsTheOneThatIsStored() {
    Templates templates = new Templates(10);
    byte[] message = "took 12 ms for /srv/a".getBytes(StandardCharsets.UTF_8);
    long id = templates.idOf(message, 0, message.length);
    assertThat(templates.lastText()).isEqualTo("took <*> ms for /srv/a");
    assertThat(templates.id(templates.code(message, 0, message.length))).isEqualTo(id);
    assertThat(Templates.idOf("took <*> ms for /srv/a")).isEqualTo(id);
  }
}
