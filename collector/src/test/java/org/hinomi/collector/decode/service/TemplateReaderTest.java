package org.hinomi.collector.decode.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateReaderTest {
  private static final String TABLE =
      """
      program p
      event fault none first
        opened for {_} by {_}
      event fault none second
        closed for {*}
      event fault none third
        {_}: refused {*} of
      event fault none fourth
        again
      event fault none fifth
        {_} «日本|名前»\u3000{*} です
      """;

  private static final List<String> PIECES =
      List.of(
          "opened for ",
          " by ",
          "closed for ",
          ": refused ",
          " of",
          "again",
          "root",
          "日本\u3000",
          " です",
          " ",
          " ",
          "\t",
          "\r\n",
          "\n",
          "\u0000",
          "\u00a0",
          "\u3000",
          "");

  private final TemplateReader reader =
      (TemplateReader) requireNonNull(ServiceTable.parse(TABLE).reader("p"));

  @Test
  void aTextThatEndsWhereTheFirstPlaceWouldBeginMatchesNothing() {
    for (String text : List.of("opened for ", "opened for \t", "opened for", "closed for ", " ")) {
      assertThat(action(text)).as('"' + text + '"').isEmpty();
    }
  }

  @Test
  void whatIsBlankBehindATextDoesNotCount() {
    Random random = new Random(1);
    Map<String, Integer> understood = new HashMap<>();
    for (int round = 0; round < 50_000; round++) {
      String text = text(random);
      String action = action(text);
      understood.merge(action, 1, Integer::sum);
      assertThat(action(text + blanks(random))).as('"' + text + '"').isEqualTo(action);
    }
    assertThat(understood.keySet())
        .containsExactlyInAnyOrder("", "first", "second", "third", "fourth", "fifth");
  }

  /** Each pattern that comes with the collector, cut where its first place would begin. */
  @Test
  void aTextOfTheTableMayEndBeforeItsFirstPlace() throws Exception {
    ServiceDecoder services = new ServiceDecoder();
    String table;
    try (InputStream in = requireNonNull(ServiceTable.class.getResourceAsStream("services.txt"))) {
      table = new String(in.readAllBytes(), UTF_8);
    }
    String program = "";
    int cut = 0;
    for (String line : table.lines().toList()) {
      if (line.startsWith("program ")) {
        program = line.split(" ", -1)[1];
      } else if (line.matches("  [^{«]+ [{].*")) {
        String text = line.substring(2, line.indexOf('{'));
        services.read(program, text, new HashMap<>(), 0, UTC);
        services.readLine(text, new HashMap<>(), 0, UTC);
        cut++;
      }
    }
    assertThat(cut).isGreaterThan(100);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static String blanks(Random random) {
    return " \t\r\n".repeat(2).substring(random.nextInt(4), 4 + random.nextInt(4));
  }

  /** What a text tells of; empty where it is not understood. */
  private String action(String text) {
    Map<String, Object> fields = new HashMap<>();
    ServiceFields out = new ServiceFields();
    out.start(fields, 0, UTC);
    return reader.read(text, 0, out) ? String.valueOf(fields.get("event.action")) : "";
  }
}
