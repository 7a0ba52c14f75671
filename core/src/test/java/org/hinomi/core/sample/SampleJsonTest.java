package org.hinomi.core.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleJsonTest {

  @Test
  void writesTheDocumentedShape() {
    var round =
        new SampleJson.Round(
            10,
            List.of(
                Sample.of("system.cpu.utilization", Map.of("cpu.mode", "user"), 0.034),
                Sample.of("system.memory.limit", 25_275_170_816d)),
            List.of(new Sample.Unavailable("hw.temperature", new TreeMap<>(), "no sensor")));

    assertThat(new String(SampleJson.write(round), UTF_8))
        .isEqualTo(
            """
            {"interval":10,"samples":[{"name":"system.cpu.utilization","attributes":\
            {"cpu.mode":"user"},"value":0.034},{"name":"system.memory.limit","attributes":{},\
            "value":25275170816}],"unavailable":[{"name":"hw.temperature","attributes":{},\
            "reason":"no sensor"}]}""");
  }

  @Test
  void readsBackWhatItWrote() {
    var round =
        new SampleJson.Round(
            0.5,
            List.of(
                Sample.of("a", Map.of("k", "日本語 \"]\\\n", "l", ""), -1e300),
                Sample.of("b", Double.MIN_VALUE),
                Sample.of("c", (double) (1L << 53))),
            List.of(new Sample.Unavailable("d", new TreeMap<>(Map.of("x", "y")), "なし")));

    byte[] bytes = SampleJson.write(round);

    assertThat(SampleJson.read(bytes, 0, bytes.length)).isEqualTo(round);
  }

  @Test
  void readsPartOfABuffer() {
    assertThat(read("{\"interval\":1}", "xx", "yy").samples()).isEmpty();
  }

  @Test
  void skipsMembersOfALaterVersion() {
    var round =
        read(
            "{\"version\":{\"a\":[1]},\"interval\":1,\"samples\":"
                + "[{\"name\":\"a\",\"unit\":\"By\",\"value\":1}]}",
            "",
            "");

    assertThat(round.samples()).containsExactly(Sample.of("a", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "[]~sample round: START_ARRAY",
        "{}~interval: NaN",
        "{\"interval\":0}~interval: 0.0",
        "{\"interval\":1} 2~more text",
        "{\"interval\":\"1\"}~interval: VALUE_STRING",
        "{\"interval\":1,\"samples\":[{\"value\":1}]}~no name",
        "{\"interval\":1,\"samples\":[{\"name\":\"\",\"value\":1}]}~no name",
        "{\"interval\":1,\"samples\":[{\"name\":\"a\"}]}~a: no value",
        "{\"interval\":1,\"samples\":[{\"name\":\"a\",\"value\":null}]}~value: VALUE_NULL",
        "{\"interval\":1,\"samples\":[{\"name\":\"a\",\"value\":1e999}]}~a: Infinity",
        "{\"interval\":1,\"samples\":[1]}~sample: VALUE_NUMBER_INT",
        "{\"interval\":1,\"unavailable\":[{\"name\":\"a\"}]}~a: no reason",
        "{\"interval\":1,\"samples\":[{\"name\":\"a\",\"attributes\":{\"k\":1},\"value\":1}]}~k: VALUE",
        "{\"interval\":1,\"samples\":[{\"name\":\"a\",~sample round: ",
        "{\"interval\":1,\"x\":[[[[[[[[[[1]]]]]]]]]]}~nesting depth",
      })
  void saysWhatIsWrong(String json, String reason) {
    assertThatThrownBy(() -> read(json, "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    assertThatThrownBy(() -> SampleJson.read(new byte[] {'{', (byte) 0xFF, '}'}, 0, 3))
        .hasMessageContaining("not valid UTF-8");
  }

  private static SampleJson.Round read(String json, String before, String after) {
    byte[] bytes = (before + json + after).getBytes(UTF_8);
    return SampleJson.read(bytes, before.length(), json.getBytes(UTF_8).length);
  }
}
