package org.hinomi.collector.review.cross.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFolderTest {
  private static final LocalDate NEAR = LocalDate.of(2026, 10, 1);

  @TempDir Path folder;

  private void write(String name, String text, Charset charset) throws Exception {
    Files.write(folder.resolve(name), text.getBytes(charset));
  }

  private PeopleTable only() throws Exception {
    TableFolder.Read read = TableFolder.read(folder);
    assertThat(read.problems()).isEmpty();
    assertThat(read.tables()).hasSize(1);
    return read.tables().getFirst();
  }

  @Test
  void readsAttendanceInCp932ByItsHeads() throws Exception {
    write(
        "kintai.csv",
        "勤怠一覧\r\n\r\n社員番号,氏名,日付,区分,出勤,退勤\r\nA1,佐藤　健一,令和8年10月1日(木),出勤,8:47,18:10\r\n",
        Charset.forName("windows-31j"));
    PeopleTable table = only();
    assertThat(table.kind()).isEqualTo(TableKind.ATTENDANCE);
    assertThat(table.mapping().charset()).isEqualToIgnoringCase("windows-31j");
    PeopleTable.Entry entry = table.entries().getFirst();
    assertThat(entry.place()).isEqualTo("kintai.csv:4");
    assertThat(entry.text(Role.NAME)).isEqualTo("佐藤　健一");
    assertThat(entry.date(Role.DATE, NEAR)).contains(NEAR);
    assertThat(entry.second(Role.CLOCK_IN)).hasValue(8 * 3600 + 47 * 60);
  }

  @Test
  void readsQuotesAndEnglishHeads() throws Exception {
    write(
        "attendance.csv",
        "\uFEFFEmployee Name,Date,Clock In,Clock Out\n\"Sato, \"\"Ken\"\"\nKenichi\",2026-10-01,9:00,18:00\nx,2026-10-02,,\n",
        StandardCharsets.UTF_8);
    PeopleTable table = only();
    assertThat(table.kind()).isEqualTo(TableKind.ATTENDANCE);
    assertThat(table.entries().getFirst().text(Role.NAME)).isEqualTo("Sato, \"Ken\"\nKenichi");
    // The cell before it goes over two lines of the file.
    assertThat(table.entries().get(1).line()).isEqualTo(4);
  }

  @Test
  void readsDaysAndTimesOfWorkbooks() throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve("zaitaku.xlsx"));
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("申請");
      List<String> heads = List.of("申請者", "対象サーバー", "開始日時", "終了日時", "申請番号");
      for (int i = 0; i < heads.size(); i++) {
        sheet.value(0, i, heads.get(i));
      }
      sheet.value(1, 0, "佐藤 健一");
      sheet.value(1, 1, "FS01");
      sheet.value(1, 2, LocalDateTime.of(2026, 10, 5, 9, 30));
      sheet.style(1, 2).format("yyyy/m/d h:mm").set();
      sheet.value(1, 3, LocalDate.of(2026, 10, 6));
      sheet.style(1, 3).format("yyyy/m/d").set();
      sheet.value(1, 4, 17);
    }
    PeopleTable table = only();
    assertThat(table.kind()).isEqualTo(TableKind.WORK_REQUESTS);
    PeopleTable.Entry entry = table.entries().getFirst();
    assertThat(entry.dateTime(Role.FROM, NEAR)).contains(LocalDateTime.of(2026, 10, 5, 9, 30));
    assertThat(entry.date(Role.TO, NEAR)).contains(LocalDate.of(2026, 10, 6));
    assertThat(entry.text(Role.NUMBER)).isEqualTo("17");
  }

  @Test
  void aWorkbookHasTimesOfTheNextDayFormulasAndOtherFormats() throws Exception {
    Path file = folder.resolve("kintai.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook book = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = book.newWorksheet("勤怠");
      List<String> heads = List.of("社員番号", "日付", "出勤", "退勤", "金額");
      for (int i = 0; i < heads.size(); i++) {
        sheet.value(0, i, heads.get(i));
      }
      sheet.value(1, 0, 1001);
      sheet.style(1, 0).format("General&quot;番&quot;").set();
      sheet.value(1, 1, LocalDate.of(2026, 10, 1));
      sheet.style(1, 1).format("yyyy/m/d").set();
      sheet.value(1, 2, 9.5 / 24);
      sheet.style(1, 2).format("h:mm").set();
      sheet.value(1, 3, (25 + 10 / 60.0) / 24);
      sheet.style(1, 3).format("[h]:mm").set();
      sheet.value(1, 4, 120000);
      sheet.style(1, 4).format("0.00E+00").set();
    }
    for (boolean formulas : new boolean[] {false, true}) {
      if (formulas) {
        formulas(file);
      }
      PeopleTable.Entry entry = only().entries().getFirst();
      assertThat(entry.text(Role.STAFF_NUMBER)).isEqualTo("1001");
      assertThat(entry.text(Role.AMOUNT)).isEqualTo("120000");
      assertThat(entry.date(Role.DATE, NEAR)).contains(NEAR);
      assertThat(entry.second(Role.CLOCK_IN)).hasValue(9 * 3600 + 30 * 60);
      assertThat(entry.second(Role.CLOCK_OUT)).hasValue(25 * 3600 + 10 * 60);
    }
  }

  /** Makes what is a number the result of a formula. */
  private static void formulas(Path workbook) throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(workbook)) {
      Path sheet = zip.getPath("xl/worksheets/sheet1.xml");
      String xml = Files.readString(sheet);
      String changed = xml.replaceAll("(<c [^>]*t=\"n\"[^>]*>)<v>", "$1<f>A9+1</f><v>");
      assertThat(changed).isNotEqualTo(xml);
      Files.writeString(sheet, changed);
    }
  }

  @Test
  void oneThatCannotBeReadKeepsNoOtherFromBeingProposed() throws Exception {
    write("a.xlsx", "no zip", StandardCharsets.UTF_8);
    write("b.csv", "氏名,日付,出勤,退勤\n佐藤,2026/10/1,9:00,18:00\n", StandardCharsets.UTF_8);
    assertThat(TableFolder.propose(folder)).containsExactly(folder.resolve("b.csv.yaml"));
  }

  @Test
  void savesWhatItProposesAndReadsWhatPeopleMakeOfIt() throws Exception {
    write("t.csv", "氏名,入った日,出た日\n佐藤 健一,2026/10/1,2026/10/3\n", StandardCharsets.UTF_8);
    assertThat(TableFolder.read(folder).problems())
        .containsExactly(
            "t.csv:1: its heads do not say what it is (expected: t.csv.yaml with kind and columns)");
    List<Path> written = TableFolder.propose(folder);
    assertThat(written).containsExactly(folder.resolve("t.csv.yaml"));
    assertThat(TableFolder.read(folder).problems()).isEmpty();
    Files.writeString(
        written.getFirst(),
        "kind: folder-requests\ncharset: UTF-8\ntolerance: 5m\ncolumns:\n  name: 氏名\n  from: 入った日\n  to: 出た日\n  folder: 無い\n");
    TableFolder.Read read = TableFolder.read(folder);
    assertThat(read.problems())
        .containsExactly("t.csv:1: no column \"無い\" (expected: as t.csv.yaml says for folder)");
    assertThat(read.tables().getFirst().mapping().tolerance()).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.tables().getFirst().entries().getFirst().date(Role.TO, NEAR))
        .contains(LocalDate.of(2026, 10, 3));
    assertThat(TableFolder.propose(folder)).isEmpty();
  }

  @Test
  void whatIsWrongInAMappingHasItsLine() throws Exception {
    write("t.csv", "a,b\n1,2\n", StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("t.csv.yaml"), "kind: attendanc\n");
    TableFolder.Read read = TableFolder.read(folder);
    assertThat(read.tables()).isEmpty();
    assertThat(read.problems().getFirst()).contains("t.csv.yaml:1: kind: attendanc");
  }

  @Test
  void aFileThatIsNoWorkbookIsSaid() throws Exception {
    write("x.xlsx", "no zip", StandardCharsets.UTF_8);
    assertThat(TableFolder.read(folder).problems())
        .singleElement()
        .asString()
        .startsWith("x.xlsx: ");
  }
}
