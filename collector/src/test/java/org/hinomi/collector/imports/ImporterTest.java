package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hinomi.core.charset.CharsetLook;
import org.junit.jupiter.api.Test;

/** Which records go out for which files, after which others. */
class ImporterTest extends ImporterFixture {
  @Test
  void theSameFileAddsNothingUnderWhateverNameAndPacking() throws Exception {
    String text = text(10_000);
    assertThat(run(file("app.log", text))).isEqualTo(new Summary(1, 10_000, 0, 0));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Summary again =
        run(
            file("app.log", text),
            file("app.log.1", text.replace("\n", "\r\n")),
            file("a.gz", gzip(text)),
            file("a.zst", Zstd.compress(bytes)),
            file("a.zip", zip(Map.of("x/app.log", bytes, "app.gz", gzip(text)))));
    assertThat(again).isEqualTo(new Summary(6, 0, 60_000, 0));
    assertThat(history.sent).isEqualTo(10_000);
  }

  @Test
  void aGrownFileAddsItsNewLines() throws Exception {
    for (int lines : new int[] {3, 4, 5000, 9000}) {
      int before = history.records.size();
      assertThat(run(file("app.log", text(lines))))
          .isEqualTo(new Summary(1, lines - before, before, 0));
    }
    assertThat(String.join("\n", history.records.values()) + "\n").isEqualTo(text(9000));
  }

  @Test
  void anotherFileWithTheSameStartIsAllKept() throws Exception {
    run(file("a.log", "--- log started ---\nversion 1.0\none\n"));
    assertThat(run(file("b.log", "--- log started ---\nversion 1.0\ntwo\n")))
        .isEqualTo(new Summary(1, 3, 0, 0));
    assertThat(history.records.values()).contains("one", "two");
  }

  @Test
  void equalLinesOfOneFileAreAllKept() throws Exception {
    assertThat(run(file("a.log", "same\nsame\n\n\n"))).isEqualTo(new Summary(1, 4, 0, 0));
  }

  @Test
  void aLastLineThatGetsItsEndIsNotAddedAgainAndOneThatGrowsIs() throws Exception {
    assertThat(run(file("app.log", "one\ntwo"))).isEqualTo(new Summary(1, 2, 0, 0));
    assertThat(run(file("app.log", "one\ntwo\nthree\n"))).isEqualTo(new Summary(1, 1, 2, 0));
    assertThat(run(file("other.log", "uno\ndo"))).isEqualTo(new Summary(1, 2, 0, 0));
    assertThat(run(file("other.log", "uno\ndos\n"))).isEqualTo(new Summary(1, 1, 1, 0));
  }

  @Test
  void aRunThatWasEndedGoesOn() throws Exception {
    Path file = file("app.log", text(20_000));
    history.batchesLeft = 2;
    assertThatThrownBy(() -> run(file))
        .isInstanceOf(Importer.Refused.class)
        .hasMessage("disk full");
    int before = history.sent;
    assertThat(before).isBetween(1, 19_999);
    history.batchesLeft = Integer.MAX_VALUE;
    assertThat(run(file("app.log", text(21_000))))
        .as("also where the file has grown since")
        .isEqualTo(new Summary(1, 21_000 - before, before, 0));
    assertThat(history.records).hasSize(21_000);
  }

  @Test
  void theSameLinesOfAnotherHostAreOtherRecords() throws Exception {
    Path file = file("app.log", text(2));
    run("a", file);
    assertThat(run("b", file).added()).isEqualTo(2);
    assertThat(run("b", file).added()).isZero();
  }

  @Test
  void whatIsNoFileIsSaidAndTheOthersAreRead() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Summary summary = run(dir.resolve("none"), folder, file("app.log", "one\n"));
    assertThat(summary).isEqualTo(new Summary(1, 1, 0, 2));
    assertThat(progress.problems)
        .containsExactly(
            "none: no such file", "folder: a directory (expected: a file that can be read twice)");
  }

  @Test
  void anEmptyFileIsReadAndAddsNothing() throws Exception {
    assertThat(run(file("empty.log", ""))).isEqualTo(new Summary(1, 0, 0, 0));
  }

  private static EventLogFile log(int... ids) {
    EventLogFile log = new EventLogFile();
    for (int id : ids) {
      log.add(id, "2026-01-02T03:04:0" + id % 10 + ".1234567Z", "FS01", "record " + id);
    }
    return log;
  }

  @Test
  void aRecordOfAnEventLogIsTheSameInEveryExport() throws Exception {
    Path all = file("all.evtx", log(1, 2, 3, 4, 5).bytes());
    Path some = file("some.evtx", log(2, 5, 6).bytes());
    assertThat(run(some)).isEqualTo(new Summary(1, 3, 0, 0));
    assertThat(run(all)).isEqualTo(new Summary(1, 3, 2, 0));
    assertThat(run(all, some)).isEqualTo(new Summary(2, 0, 8, 0));
    assertThat(history.sent).isEqualTo(6);
    assertThat(history.records.values())
        .first()
        .asString()
        .startsWith("<Event><System><Provider Name='Test'/><EventID>7</EventID>")
        .endsWith("<EventData><Data>record 2</Data></EventData></Event>");
  }

  @Test
  void aNumberThatALogGivesAgainIsAnotherRecord() throws Exception {
    byte[] again =
        new EventLogFile()
            .add(1, "2026-03-01T00:00:00Z", "FS01", "after the log was made anew")
            .bytes();
    byte[] other = new EventLogFile().add(1, "2026-01-02T03:04:01.1234567Z", "FS02", "x").bytes();
    Summary summary =
        run(file("a.evtx", log(1).bytes()), file("b.evtx", again), file("c.evtx", other));
    assertThat(summary).isEqualTo(new Summary(3, 3, 0, 0));
  }

  @Test
  void aRecordWithoutNumberOrTimeIsKnownByItsWords() throws Exception {
    EventLogFile log = new EventLogFile();
    log.add(0, "2026-03-01T00:00:00Z", "FS01", "one").add(0, "2026-03-01T00:00:00Z", "FS01", "two");
    log.add(3, "1601-01-01T00:00:00Z", "FS01", "three");
    Path file = file("a.evtx", log.bytes());
    assertThat(run(file)).isEqualTo(new Summary(1, 3, 0, 0));
    assertThat(run(file)).isEqualTo(new Summary(1, 0, 3, 0));
  }

  @Test
  void anEventLogIsFoundInArchives() throws Exception {
    byte[] log = log(1, 2).bytes();
    assertThat(
            run(
                file(
                    "logs.zip",
                    zip(
                        Map.of(
                            "System.evtx",
                            log,
                            "app.log",
                            text(2).getBytes(StandardCharsets.UTF_8))))))
        .isEqualTo(new Summary(2, 4, 0, 0));
    assertThat(run(file("System", log))).isEqualTo(new Summary(1, 0, 2, 0));
  }

  @Test
  void whatIsDamagedInAnEventLogIsSaidAndTheRestIsRead() throws Exception {
    byte[] log = log(1, 2, 3).bytes();
    log[4096 + 512 + 28] = 0x7f;
    Summary summary = run(file("a.evtx", log));
    assertThat(summary).isEqualTo(new Summary(1, 2, 0, 1));
    assertThat(progress.problems)
        .containsExactly("a.evtx: 1 RECORDS_CHECKSUM", "a.evtx: 1 BINARY_XML");
  }

  @Test
  void anImportOfAnEventLogGoesOnWhereItWasEnded() throws Exception {
    Path file = file("a.evtx", log(1, 2, 3).bytes());
    history.batchesLeft = 0;
    assertThatThrownBy(() -> run(file)).isInstanceOf(Importer.Refused.class);
    history.batchesLeft = 9;
    assertThat(run(file)).isEqualTo(new Summary(1, 3, 0, 0));
  }

  private void holdAll(String text, long first, long last) {
    Recorded all = byWholeFile(text, first, last);
    for (long number = first; number <= last; number++) {
      history.ranges.add(new Recorded(all.agentId(), all.lines(), number, number));
    }
  }

  private static final int MANY = 2 * LineBlock.LINES + 100;

  @Test
  void aFileOfManyBlocksIsKnownAgainAndGrows() throws Exception {
    assertThat(run(file("app.log", text(MANY)))).isEqualTo(new Summary(1, MANY, 0, 0));
    assertThat(run(file("app.log.1", text(MANY)))).isEqualTo(new Summary(1, 0, MANY, 0));
    assertThat(run(file("app.log", text(2 * MANY)))).isEqualTo(new Summary(1, MANY, MANY, 0));
    assertThat(run(file("app.gz", gzip(text(2 * MANY))))).isEqualTo(new Summary(1, 0, 2 * MANY, 0));
    assertThat(history.records).hasSize(2 * MANY);
    assertThat(history.sent).isEqualTo(2 * MANY);
  }

  @Test
  void aRunThatWasEndedInALaterBlockGoesOn() throws Exception {
    Path file = file("app.log", text(MANY));
    history.batchesLeft = 6;
    assertThatThrownBy(() -> run(file)).isInstanceOf(Importer.Refused.class);
    int before = history.sent;
    assertThat(before).isBetween(LineBlock.LINES + 1, 2 * LineBlock.LINES - 1);
    history.batchesLeft = Integer.MAX_VALUE;
    assertThat(run(file)).isEqualTo(new Summary(1, MANY - before, before, 0));
    assertThat(String.join("\n", history.records.values()) + "\n").isEqualTo(text(MANY));
  }

  @Test
  void whatWasNamedByTheWholeFileIsKnown() throws Exception {
    holdAll(text(MANY), 1, MANY);
    assertThat(run(file("app.log", text(MANY)))).isEqualTo(new Summary(1, 0, MANY, 0));
    assertThat(run(file("app.log", text(MANY + 5)))).isEqualTo(new Summary(1, 5, MANY, 0));
    assertThat(run(file("torn.log", text(MANY).stripTrailing())))
        .isEqualTo(new Summary(1, 0, MANY, 0));
    String other = text(MANY).replace("line 7\n", "line seven\n");
    assertThat(run(file("other.log", other))).isEqualTo(new Summary(1, MANY, 0, 0));
  }

  @Test
  void whatWasNamedByTheWholeFileInPartIsGoneOnWith() throws Exception {
    holdAll(text(MANY), 1, 50_000);
    assertThat(run(file("app.log", text(MANY + 5))))
        .isEqualTo(new Summary(1, MANY + 5 - 50_000, 50_000, 0));
    assertThat(history.records.keySet())
        .filteredOn(key -> key.contains("/" + MANY + "/"))
        .hasSize(MANY - 50_000);
  }

  /** One more line than a block: the one without its end may be all that the last block has. */
  @Test
  void aTornLineBehindABlockIsKnownWhenItHasItsEnd() throws Exception {
    int lines = LineBlock.LINES + 1;
    assertThat(run(file("app.log", text(lines).stripTrailing())))
        .isEqualTo(new Summary(1, lines, 0, 0));
    assertThat(run(file("app.log", text(lines)))).isEqualTo(new Summary(1, 0, lines, 0));
    history.ranges.clear();
    history.records.clear();
    holdAll(text(lines), 1, lines);
    assertThat(run(file("app.log", text(lines).stripTrailing())))
        .isEqualTo(new Summary(1, 0, lines, 0));
  }

  @Test
  void longLinesEndABlockBeforeItIsLarge() throws Exception {
    String text = ("x".repeat(100_000) + "\n").repeat(400);
    assertThat(run(file("long.log", text))).isEqualTo(new Summary(1, 400, 0, 0));
    assertThat(run(file("again.log", text))).isEqualTo(new Summary(1, 0, 400, 0));
    Set<String> blocks =
        history.records.keySet().stream()
            .map(key -> key.replaceFirst("/\\d+$", ""))
            .collect(Collectors.toSet());
    assertThat(blocks).hasSizeBetween(3, 4);
    assertThat(run(file("more.log", text + text))).isEqualTo(new Summary(1, 400, 400, 0));
  }

  @Test
  void aCharsetThatOnlyALaterLineTellsIsToldFromAllThatFollow() throws Exception {
    String japanese = "エラー：ディスクに空きがありません\n";
    byte[] text =
        (text(LineBlock.LINES + 10) + japanese + text(LineBlock.LINES) + japanese.repeat(10))
            .getBytes(CharsetLook.CP932);
    run(file("app.log", text));
    assertThat(history.heads.subList(LineBlock.LINES, history.heads.size()))
        .allMatch(head -> head.contains(" charset=\"windows-31j\""));
  }

  @Test
  void blankLinesDoNotDecideHowTheOthersAreRead() throws Exception {
    String syslog = "Nov 23 00:00:00 host app[7]: text\n";
    run(file("app.log", "\n".repeat(LineBlock.LINES + 5) + syslog.repeat(3)));
    assertThat(history.heads).allMatch(head -> head.contains("format=\"syslog\""));
  }
}
