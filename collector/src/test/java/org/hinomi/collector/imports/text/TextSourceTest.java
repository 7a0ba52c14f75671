package org.hinomi.collector.imports.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hinomi.collector.imports.read.Found;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextSourceTest {
  private final List<String> attributes = new ArrayList<>();

  private List<String> read(TextFormat format, TextRules rules, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    TextSource source =
        new TextSource(
            new ByteArrayInputStream(bytes), bytes, format, rules, "f", ZoneOffset.UTC, null);
    List<String> all = new ArrayList<>();
    Found found;
    while ((found = source.next()) != null) {
      all.add(new String(found.bytes(), UTF_8));
      attributes.add(found.attributes());
      assertThat(found.fullLength()).isEqualTo(found.bytes().length);
    }
    assertThat(source.problems()).isEmpty();
    return all;
  }

  private List<String> read(TextFormat format, String text) throws IOException {
    return read(format, TextRules.NONE, text);
  }

  @Test
  void jsonInEveryArrangement() throws Exception {
    String a = "{\"a\":\"}\\\"{\",\"b\":[{\"c\":1}]}";
    String b = "{\n  \"a\": {\n    \"b\": 2\n  }\n}";
    assertThat(read(TextFormat.JSON, a + "\n" + a + "\r\n")).containsExactly(a, a);
    assertThat(read(TextFormat.JSON, "[" + a + ",\n" + b + "]")).containsExactly(a, b);
    assertThat(
            read(
                TextFormat.JSON,
                "{\"@odata.context\": \"x\", \"value\": [" + a + "," + b + "], \"next\": \"{\"}"))
        .containsExactly(a, b);
    assertThat(read(TextFormat.JSON, a + "\nnot json\n{\"cut\": \"x\n" + a + "\n{\"b\":[\n" + a))
        .containsExactly(a, "not json", "{\"cut\": \"x", a, "{\"b\":[\n", a);
  }

  @Test
  void csvRecordsMayHaveSeveralLines() throws Exception {
    assertThat(read(TextFormat.CSV, "time;\"user\";x\r\n1;\"a\r\nb\";2\r\n\r\n3;4;5"))
        .containsExactly("1;\"a\r\nb\";2", "3;4;5");
    assertThat(attributes.getFirst())
        .contains("columns=\"time\u001fuser\u001fx\"", "delimiter=\";\"");
    attributes.clear();
    TextRules rules = new TextRules(null, null, null, '\t', "a,b");
    assertThat(read(TextFormat.CSV, rules, "1\t2\n")).containsExactly("1\t2");
    assertThat(attributes.getFirst()).contains("columns=\"a\u001fb\"");
  }

  @Test
  void w3cColumnsMayChange() throws Exception {
    assertThat(
            read(
                TextFormat.W3C,
                "#Software: x\n#Fields: date time\n2024-01-05 10:00:00\n#Fields: time\n11:00:00\n"))
        .containsExactly("2024-01-05 10:00:00", "11:00:00");
    assertThat(attributes.get(0)).contains("columns=\"date\u001ftime\"");
    assertThat(attributes.get(1)).contains("columns=\"time\"");
  }

  /** The head of Windows Server 2022, shortened. */
  @Test
  void theNamesOfADhcpLogStandBehindItsHead() throws Exception {
    String log =
        "\t\tMicrosoft DHCP Service Activity Log\r\n\r\n\r\nEvent ID  Meaning\r\n"
            + "00\tThe log was started.\r\n13\tAn IP address was found to be \"in use.\r\n\r\n"
            + "QResult: 0: NoQuarantine, 1:Quarantine\r\n\r\n"
            + "ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID\r\n"
            + "10,11/28/26,03:18:01,Assign,192.0.2.10,pc7.example,00005E005323,,4711\r\n";
    assertThat(told(log)).isEqualTo(TextFormat.CSV);
    assertThat(read(TextFormat.CSV, log))
        .containsExactly("10,11/28/26,03:18:01,Assign,192.0.2.10,pc7.example,00005E005323,,4711");
    assertThat(attributes.getFirst())
        .contains("columns=\"ID\u001fDate\u001fTime\u001fDescription\u001fIP Address");
  }

  @Test
  void theRecordsOfASlowQueryLogAreTold() {
    String log =
        "Tcp port: 3306\r\n\r\n# Time: 2026-11-28T06:10:01Z\r\n# User@Host: a[a] @ h []\r\n"
            + "# Query_time: 2.0\r\nSELECT 1;\r\n# User@Host: b[b] @ h []\r\n# Query_time: 3.0\r\n"
            + "SELECT\r\n\r\n 2;";
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    assertThat(JoinedLines.isOf(bytes)).isTrue();
    assertThat(JoinedLines.isOf("# a comment\nx\n\ty\n".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
    JoinedLines source =
        new JoinedLines(new ByteArrayInputStream(bytes), "slow.log", ZoneOffset.UTC, null);
    List<String> records = new ArrayList<>();
    Found found;
    while ((found = source.next()) != null) {
      assertThat(found.fullLength()).isEqualTo(found.bytes().length);
      records.add(new String(found.bytes(), StandardCharsets.UTF_8));
    }
    assertThat(records)
        .containsExactly(
            "Tcp port: 3306",
            "# Time: 2026-11-28T06:10:01Z\n# User@Host: a[a] @ h []\n# Query_time: 2.0\nSELECT 1;",
            "# User@Host: b[b] @ h []\n# Query_time: 3.0\nSELECT\n\n 2;");
  }

  @Test
  void recordsOfSeveralLinesByRule() throws Exception {
    TextRules rules = new TextRules(null, "(?<message>.*)", Pattern.compile("\\d{4}-"), null, null);
    assertThat(
            read(TextFormat.PATTERN, rules, "2024-01 a\n  at b\n  at c\n2024-02 d\n2024-03 e\n f"))
        .containsExactly("2024-01 a\n  at b\n  at c", "2024-02 d", "2024-03 e\n f");
  }

  @Test
  void formatsAreToldWhereThereIsNoDoubt() {
    assertThat(told("{\"a\":1}\n{\"a\":2}\n")).isEqualTo(TextFormat.JSON);
    assertThat(told("[\n {\"a\": 1}\n]")).isEqualTo(TextFormat.JSON);
    assertThat(told("{\n  \"a\": 1\n}")).isEqualTo(TextFormat.JSON);
    assertThat(told("{\"@odata.context\":\"x\",\"value\":[{\"a\": 1},\n{\"a\": 2}]}"))
        .isEqualTo(TextFormat.JSON);
    assertThat(told("#Software: Microsoft IIS\n#Fields: date time\n")).isEqualTo(TextFormat.W3C);
    assertThat(told("日時,ユーザー,操作\n2024/01/05 10:00,a,b\n")).isEqualTo(TextFormat.CSV);
    assertThat(told("\"Date (UTC)\"\t\"User\"\tX\n2024-01-05T10:00:00Z\ta\tb\n"))
        .isEqualTo(TextFormat.CSV);
    assertThat(told("date=2024-01-05 time=10:00:00 devname=\"a b\"\na=1 b=2 c=\n"))
        .isEqualTo(TextFormat.PAIRS);
    assertThat(told("2024-01-05 10:00:00,123 INFO a, b, c\n2024-01-05 10:00:00,123 INFO a, b, c\n"))
        .isNull();
    assertThat(told("Jan  5 10:00:00 host app: a=1, b=2, c=3\n")).isNull();
    assertThat(told("Starting, a, b\n2024-01-05 10:00:00 x, y, z\n2024-01-05 10:00:00 x\nend\n"))
        .isNull();
    assertThat(told("{not json}\n")).isNull();
    assertThat(told("plain\n")).isNull();
    assertThat(told("")).isNull();
    assertThat(
            TextFormat.of(
                "日時,ユーザー,操作\n2024/01/05,a,b\n".getBytes(Charset.forName("windows-31j")),
                Charset.forName("windows-31j")))
        .isEqualTo(TextFormat.CSV);
  }

  private static @Nullable TextFormat told(String text) {
    return TextFormat.of(text.getBytes(UTF_8), null);
  }

  @Test
  void utf16IsTakenAsUtf8() throws Exception {
    String text = "\uFEFF日時\t" + "😀".repeat(5000);
    byte[] wide = text.getBytes(StandardCharsets.UTF_16LE);
    try (Transcoded in =
        new Transcoded(new ByteArrayInputStream(wide), StandardCharsets.UTF_16LE)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(text.substring(1));
    }
  }
}
