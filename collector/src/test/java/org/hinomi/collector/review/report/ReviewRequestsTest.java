package org.hinomi.collector.review.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.hinomi.collector.app.ReviewFolder;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.review.ReviewMonth;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.BookEntry.Started;
import org.hinomi.collector.review.book.BookFile;
import org.hinomi.collector.review.report.ReviewRequests.Action;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** What a reviewer does, from the policy to the signature. */
class ReviewRequestsTest {
  @TempDir Path data;

  private String policy = "";

  @BeforeEach
  void history() throws Exception {
    policy = Files.readString(ReviewMonth.makeRead(data));
  }

  private String ask(Action action, String body, String... values) throws Exception {
    return new String(bytes(action, body, Language.EN, values), StandardCharsets.UTF_8);
  }

  private byte[] bytes(Action action, String body, Language language, String... values)
      throws Exception {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i], values[i + 1]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReviewFolder.answer(
        data, ReviewMonth.CLOCK, action, map, body, language, (check, number, of) -> {}, out);
    return out.toByteArray();
  }

  private void start() throws Exception {
    ask(Action.START, policy, "period", "2026-11", "by", "sato");
  }

  private void steps() throws Exception {
    for (String number : List.of("1", "2", "3")) {
      ask(Action.STEP, "", "number", number, "by", "sato");
    }
    ask(Action.STEP, "", "number", "4", "done", "false", "note", "no tables yet", "by", "sato");
  }

  @Test
  void isSignedByTheReviewerWhenAllStepsAreThrough() throws Exception {
    start();
    assertThatThrownBy(() -> ask(Action.SIGN, "", "by", "sato"))
        .hasMessageContaining("not gone through: steps 1, 2, 3, 4");
    steps();
    assertThatThrownBy(() -> ask(Action.SIGN, "", "by", "suzuki"))
        .hasMessageContaining("suzuki: not a reviewer of this policy (expected first: sato)");
    assertThat(ask(Action.SIGN, "", "by", "sato")).contains("signed by all who have to");
    assertThatThrownBy(() -> ask(Action.STEP, "", "number", "1", "by", "sato"))
        .hasMessageContaining("signed by all who have to");
    assertThat(verify().intact()).isTrue();
  }

  @Test
  void asksForASecondSignatureOfSomebodyWhoRunsNothing() throws Exception {
    policy = policy.replace("zone:", "second-signature: [monthly]\nzone:");
    start();
    steps();
    assertThat(ask(Action.SIGN, "", "by", "sato")).contains("to sign: second");
    assertThatThrownBy(() -> ask(Action.SIGN, "", "by", "suzuki"))
        .hasMessageContaining("suzuki: runs a source that is reviewed");
    assertThat(ask(Action.SIGN, "", "by", "watanabe")).contains("signed by all who have to");
  }

  @Test
  void whatWasSignedCannotBeChangedUnseen() throws Exception {
    start();
    steps();
    ask(Action.SIGN, "", "by", "sato");
    Path log = data.resolve("review/log.jsonl");
    String text = Files.readString(log);
    Files.writeString(log, text.replace("no tables yet", "all is well  "));
    assertThat(verify().intact()).isFalse();
    Files.writeString(log, text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
    assertThat(verify().findings().getFirst().detail(Language.EN))
        .contains("the signature of sato under review 2026-11");
    Files.writeString(log, text);
    try (var files = Files.list(data.resolve("review"))) {
      Path result = files.filter(f -> f.toString().contains("result-")).findFirst().orElseThrow();
      Files.writeString(result, Files.readString(result).replace("2026-11", "2026-10"));
    }
    assertThat(verify().intact()).isFalse();
  }

  private HistoryVerifier.Report verify() throws Exception {
    return new HistoryVerifier(data, ReviewMonth.CLOCK, () -> false, 1, bytes -> {}).run(List.of());
  }

  @Test
  void findingsGoOnUntilTheyAreClosed() throws Exception {
    start();
    String first = ask(Action.FINDINGS, "", "review", "2026-11");
    assertThat(first).contains("F-1", "tanaka", "2027-01-01");
    assertThatThrownBy(() -> ask(Action.FINDING, "", "id", "F-1", "state", "accepted", "by", "x"))
        .hasMessageContaining("comment: missing");
    ask(
        Action.FINDING,
        "",
        "id",
        "F-1",
        "state",
        "false-positive",
        "comment",
        "moved away",
        "by",
        "sato");
    ask(Action.FINDING, "", "id", "F-2", "state", "fixed", "by", "sato");
    assertThat(
            ask(
                Action.FINDING,
                "",
                "id",
                "F-3",
                "what",
                "camera 2",
                "date",
                "2026-11-14",
                "place",
                "server room",
                "keeper",
                "ito",
                "by",
                "sato"))
        .contains("camera 2 2026-11-14 server room ito");
    int open = ask(Action.FINDINGS, "").split("\n").length - 1;
    start();
    List<String> again = List.of(ask(Action.FINDINGS, "", "review", "2026-11.2").split("\n"));
    // F-1 is normal now, F-2 came back as a new one, the others are the same.
    assertThat(again.stream().filter(line -> line.startsWith("F-")).toList())
        .hasSize(open + 1)
        .noneMatch(line -> line.startsWith("F-1 ") || line.startsWith("F-2 "));
    assertThat(ask(Action.LIST, "")).contains("2026-11.2");
  }

  @Test
  void theReportIsOneFileInBothLanguages() throws Exception {
    start();
    for (Language language : Language.values()) {
      String html = new String(bytes(Action.SHOW, "", language), StandardCharsets.UTF_8);
      assertThat(html)
          .contains("<svg")
          .doesNotContain("<script", "src=")
          .doesNotContainPattern("href=\"[^#]");
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(html.replace("<!DOCTYPE html>", ""))));
    }
    assertThat(new String(bytes(Action.SHOW, "", Language.JA), StandardCharsets.UTF_8))
        .contains("STEP 1: 必要なログが取得できているか", "見本商事");
    String heat = ask(Action.SHOW, "", "format", "csv", "table", "heat-map");
    assertThat(ask(Action.SHOW, "", "format", "html")).contains(Table.sha256(heat));
    assertThat(ask(Action.SHOW, "", "format", "json")).contains("\"heat-map\"", Table.sha256(heat));
    assertThat(
            new String(
                bytes(Action.SHOW, "", Language.JA, "format", "csv"), StandardCharsets.UTF_8))
        .as("opens in Excel")
        .startsWith("\uFEFF\"番号\",");
    Path book = data.resolve("book.xlsx");
    Files.write(book, bytes(Action.SHOW, "", Language.JA, "format", "xlsx"));
    List<String> sheets;
    try (ZipFile zip = new ZipFile(book.toFile())) {
      sheets = zip.stream().map(ZipEntry::getName).toList();
    }
    assertThat(sheets).filteredOn(name -> name.contains("worksheets/")).hasSizeGreaterThan(35);
  }

  @Test
  void aWorkbookShowsLocalHoursAsTheReportDoes() throws Exception {
    start();
    byte[] xlsx = bytes(Action.SHOW, "", Language.EN, "format", "xlsx");
    List<LocalDateTime> hours = new ArrayList<>();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(xlsx))) {
      for (Sheet sheet : book.getSheets().toList()) {
        for (Row row : sheet.read()) {
          if (row.getCellCount() > 1 && row.getCellText(0).equals("198.51.100.7")) {
            hours.add(row.getCellAsDate(1).orElseThrow());
          }
        }
      }
    }
    // Twelve users were refused there from one in the afternoon on.
    assertThat(hours).containsExactly(LocalDateTime.of(2026, 11, 20, 13, 0));
  }

  @Test
  void aReviewSaysWhatChangedSinceTheLastOfItsLength() throws Exception {
    assertThat(Files.exists(data.resolve("review/policy.yaml"))).isFalse();
    ask(Action.START, policy, "period", "2026-10", "by", "sato");
    ask(Action.START, policy, "period", "2026-11-03", "by", "sato");
    start();
    assertThat(ask(Action.SHOW, "", "review", "2026-11"))
        .contains("Since review 2026-10:")
        .doesNotContain("This is the first review");
    assertThat(ask(Action.SHOW, "", "review", "2026-10")).contains("This is the first review");
  }

  @Test
  void evidenceThatIsNotALogHasADayAndAPlace() throws Exception {
    start();
    assertThatThrownBy(
            () ->
                ask(
                    Action.FINDING,
                    "",
                    "id",
                    "F-1",
                    "what",
                    "camera 2",
                    "date",
                    "yesterday",
                    "place",
                    "server room",
                    "keeper",
                    "ito",
                    "by",
                    "sato"))
        .hasMessageContaining("date: yesterday");
    assertThatThrownBy(
            () ->
                ask(
                    Action.FINDING,
                    "",
                    "id",
                    "F-1",
                    "what",
                    "camera 2",
                    "date",
                    "2026-11-14",
                    "keeper",
                    "ito",
                    "by",
                    "sato"))
        .hasMessageContaining("place");
  }

  @Test
  void aPolicyIsInForceOnlyWhenAReviewHasGoneByIt() throws Exception {
    start();
    assertThatThrownBy(() -> ask(Action.START, "zone: Nowhere", "period", "2026-11", "by", "sato"))
        .hasMessageContaining("Nowhere");
    String other = policy.replace("見本商事", "Other");
    assertThatThrownBy(() -> ask(Action.START, other, "period", "2030-01", "by", "sato"))
        .hasMessageContaining("2030-01");
    assertThat(data.resolve("review/policy.yaml")).hasContent(policy);
    try (var files = Files.list(data.resolve("review"))) {
      assertThat(files).noneMatch(Files::isDirectory);
    }
    ask(Action.STATUS, "");
  }

  @Test
  void aReviewKeepsThePolicyThatItWentByWhateverStandsInTheFileWhenItEnds() throws Exception {
    start();
    Path file = data.resolve("review/policy.yaml");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReviewFolder.answer(
        data,
        ReviewMonth.CLOCK,
        Action.START,
        Map.of("period", "2026-11", "by", "sato"),
        "",
        Language.EN,
        (check, number, of) -> replace(file, policy.replace("見本商事", "Other")),
        out);
    String report = ask(Action.SHOW, "", "review", "2026-11.2", "format", "json");
    assertThat(report).contains("見本商事").contains(Table.sha256(policy));
    assertThat(new BookFile(data).read().review("2026-11.2").orElseThrow().started().what())
        .extracting(Started::policySha256)
        .isEqualTo(Table.sha256(policy));
  }

  private static void replace(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aProposedPolicyIsRightAsItStands() throws Exception {
    String proposed = ask(Action.INIT, "", "zone", "Asia/Tokyo");
    assertThat(proposed).contains("fs01-security", "web01-nginx");
    ask(Action.START, proposed, "period", "2026-11", "by", "reviewer");
    assertThat(ask(Action.STATUS, "")).contains("Overdue: the review of 2026-10");
  }

  @Test
  void aFindingIsLateWhenItsDayIsOverInTheZoneOfThePolicy() throws Exception {
    start();
    // Due on the first of January in Tokyo, where it is the second already.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReviewFolder.answer(
        data,
        InstantSource.fixed(Instant.parse("2027-01-01T16:00:00Z")),
        Action.STATUS,
        Map.of(),
        "",
        Language.EN,
        (check, number, of) -> {},
        out);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("of which 0 are");
  }

  /** Who may use what, and who was away, stand in statements that may join no texts then. */
  @Test
  void aHundredPeopleWithTenFoldersEachAndFiveDaysOffCanBeAskedFor() throws Exception {
    StringBuilder staff = new StringBuilder("社員番号,氏名,部署,アカウント\n");
    StringBuilder rights = new StringBuilder("社員番号,フォルダー,権限\n");
    StringBuilder attendance = new StringBuilder("社員番号,日付,区分,出勤,退勤\n");
    for (int i = 100; i < 200; i++) {
      staff.append("A%d,Person %d,Sales,person.%d\n".formatted(i, i, i));
      for (int k = 0; k < 10; k++) {
        rights.append("A%d,folder-%d,読取\n".formatted(i, k));
      }
      for (int day = 16; day < 21; day++) {
        attendance.append("A%d,2026/11/%d,休暇,,\n".formatted(i, day));
      }
    }
    Path tables = Files.createDirectories(data.resolve("tables"));
    Files.writeString(tables.resolve("staff.csv"), staff);
    Files.writeString(tables.resolve("rights.csv"), rights);
    Files.writeString(tables.resolve("attendance.csv"), attendance);
    start();
    String report = ask(Action.SHOW, "", "format", "json");
    assertThat(report).contains("cross-folders", "cross-logons").doesNotContain("could not be run");
  }

  @Test
  void aZoneThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> ask(Action.INIT, "", "zone", "Nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zone: Nowhere (expected: a zone such as Asia/Tokyo");
  }
}
