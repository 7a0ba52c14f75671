package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.event.ImportBatch;
import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which records go out for which files, after which others. */
class ImporterTest {
  private static final Pattern FRAME =
      Pattern.compile(
          "<14>1 \\S+ (\\S+) hinomi-agent - EVENT \\[hinomi@32473 agent=\"([^\"]+)\" inc=\"(\\d+)\""
              + "[^]]*? seq=\"(\\d+)\"(.*?)\\] (.*)",
          Pattern.DOTALL);

  @TempDir Path dir;
  private final History history = new History();
  private final List<String> problems = new ArrayList<>();

  /** Keeps each identity once, as the collector does. */
  private static final class History implements Target {
    final Map<String, String> records = new LinkedHashMap<>();
    final List<Recorded> ranges = new ArrayList<>();

    /** What stands before the records, of each that came. */
    final List<String> heads = new ArrayList<>();

    int batchesLeft = Integer.MAX_VALUE;
    int sent;

    @Override
    public List<Recorded> recorded() {
      return List.copyOf(ranges);
    }

    @Override
    public void send(byte[] frames, int length) throws IOException {
      if (batchesLeft-- <= 0) {
        throw new IOException("disk full");
      }
      ImportBatch batch = new ImportBatch(frames, length, 512 << 10);
      while (batch.next()) {
        Matcher parts = FRAME.matcher(new String(batch.frame(), StandardCharsets.ISO_8859_1));
        assertThat(parts.matches()).isTrue();
        long sequence = Long.parseLong(parts.group(4));
        heads.add(parts.group().substring(0, parts.start(6)));
        sent++;
        records.putIfAbsent(parts.group(2) + '/' + parts.group(3) + '/' + sequence, parts.group(6));
        ranges.add(
            new Recorded(parts.group(2), Long.parseLong(parts.group(3)), sequence, sequence));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private Summary run(Path... files) throws Exception {
    return run(null, files);
  }

  private Summary run(@Nullable String host, Path... files) throws Exception {
    Progress progress =
        new Progress() {
          @Override
          public void read(long bytes) {}

          @Override
          public void records(long count) {}

          @Override
          public void problem(String path, @Nullable String reason) {
            problems.add(Path.of(path).getFileName() + ": " + reason);
          }

          @Override
          public void damage(String path, long count, Damage first) {
            problems.add(Path.of(path).getFileName() + ": " + count + " " + first.fault());
          }
        };
    ImportOptions options =
        new ImportOptions(ImportOptions.Type.AUTO, host, "here", ZoneOffset.UTC, null);
    return new Importer(options, history, progress).run(List.of(files));
  }

  private static String text(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String... members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(member.getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

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
  void aCutArchiveGivesWhatIsThereAndTheWholeOneTheRest() throws Exception {
    String text = text(3000);
    byte[] whole = gzip(text);
    Summary cut = run(file("app.gz", Arrays.copyOf(whole, whole.length / 2)));
    assertThat(cut.problems()).isEqualTo(1);
    assertThat(cut.added()).isBetween(100L, 2999L);
    assertThat(problems).containsExactly("app.gz: gzip: ends in the middle of member 1");
    Summary rest = run(file("app.gz", whole));
    assertThat(rest.problems()).isZero();
    assertThat(rest.added() + rest.held()).isEqualTo(3000);
    // Of what was there before only the torn line is not a line of the file.
    assertThat(rest.held()).isBetween(cut.added() - 1, cut.added());
    assertThat(history.records.values()).contains(text.split("\n"));
  }

  @Test
  void allMembersOfAGzipFileAreRead() throws Exception {
    assertThat(run(file("a.gz", gzip("one\n", "two\n", "")))).isEqualTo(new Summary(1, 2, 0, 0));
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(gzip("three\n"));
    damaged.write("rubbish".getBytes(StandardCharsets.US_ASCII));
    assertThat(run(file("b.gz", damaged.toByteArray()))).isEqualTo(new Summary(1, 1, 0, 1));
    assertThat(problems).containsExactly("b.gz: gzip: what follows member 1 is no gzip member");
  }

  @Test
  void aZipCutOffGivesItsFirstEntries() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a", text(10).getBytes(StandardCharsets.UTF_8));
    entries.put("b", text(5).getBytes(StandardCharsets.UTF_8));
    byte[] zip = zip(entries);
    Summary summary = run(file("a.zip", Arrays.copyOf(zip, zip.length - 100)));
    assertThat(summary.added()).isEqualTo(15);
    assertThat(summary.problems()).isEqualTo(1);
  }

  /** Each entry is found where the one before it ends, and not by reading from the start. */
  @Test
  @Timeout(30)
  void aZipCutOffIsReadInOnePassHoweverManyEntriesItHas() throws Exception {
    int count = 1500;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("logs/"));
      for (int i = 0; i < count; i++) {
        byte[] bytes = ("line " + i + " ").repeat(2000).getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry("logs/" + i);
        if (i % 2 == 0) { // its lengths stand before it, else behind it
          CRC32 crc = new CRC32();
          crc.update(bytes);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(bytes.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
      }
    }
    byte[] zip = out.toByteArray();
    Summary summary = run(file("many.zip", Arrays.copyOf(zip, zip.length - 100)));
    assertThat(summary.files()).isEqualTo(count);
    Set<String> lines =
        IntStream.range(0, count)
            .mapToObj(i -> ("line " + i + " ").repeat(2000))
            .collect(Collectors.toSet());
    assertThat(Set.copyOf(history.records.values()).equals(lines)).isTrue();
    assertThat(history.records).hasSize(count);
    assertThat(problems)
        .containsExactly(
            "many.zip: zip: its directory is missing or damaged; what stands before was read");
  }

  @Test
  void whatUnpacksWithoutEndIsEnded() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(zeros);
      }
    }
    assertThat(run(file("bomb.gz", bomb.toByteArray())).problems()).isEqualTo(1);
    assertThat(problems.getFirst()).startsWith("bomb.gz: unpacks to more than 500 times");
  }

  /** Many members that are alike, each of them packed as logs are. */
  @Test
  void anEntryThatUnpacksTwiceIsMeasuredByWhatItTakesUpInItsArchive() throws Exception {
    byte[] member = gzip("x".repeat(20_000));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int i = 0; i < 5000; i++) {
      members.write(member);
    }
    assertThat(run(file("members.gz", members.toByteArray())).problems()).isZero();
    Path bomb = file("bomb.zip", zip(Map.of("members.gz", members.toByteArray())));
    assertThat(run(bomb).problems()).isEqualTo(1);
    assertThat(problems.getFirst()).startsWith("members.gz: unpacks to more than 500 times");
  }

  /** The size that an entry is said to have in the archive is no measure where it is a lie. */
  @Test
  void anEntryIsNoLargerThanItsArchive() throws Exception {
    byte[] zip = zip(Map.of("zeros", new byte[100 << 20]));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(zip.length - 22 + 16);
    bytes.putInt(directory + 20, Integer.MAX_VALUE);
    assertThat(run(file("bomb.zip", zip)).problems()).isEqualTo(1);
    assertThat(problems.getFirst()).startsWith("zeros: unpacks to more than 500 times");
  }

  /** It would be held in memory as a whole. */
  @Test
  void aZipWithAHugeDirectoryIsNotOpened() throws Exception {
    long huge = ZipDirectory.MOST_BYTES + 1;
    byte[] empty = zip(Map.of());
    byte[] start = {'P', 'K', 3, 4};
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).put(empty);
    end.putInt(12, (int) huge).putInt(16, start.length);
    assertProblem(start, huge, end.array(), "end.zip");
    end.putInt(12, -1).putInt(16, -1);
    ByteBuffer end64 = ByteBuffer.allocate(56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
    end64.putInt(0, 0x06064b50).putLong(4, 44).putLong(40, huge).putLong(48, start.length);
    end64.putInt(56, 0x07064b50).putLong(64, start.length + huge).putInt(72, 1);
    end64.put(76, end.array());
    assertProblem(start, huge, end64.array(), "end64.zip");
  }

  private void assertProblem(byte[] start, long directory, byte[] end, String name)
      throws Exception {
    Path zip = file(name, start);
    try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(end), start.length + directory);
    }
    assertThat(run(zip).problems()).isEqualTo(1);
    assertThat(problems.getLast())
        .isEqualTo(name + ": zip: a directory of 33554433 bytes (expected: at most 33554432)");
  }

  @Test
  void whatIsNoFileIsSaidAndTheOthersAreRead() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Summary summary = run(dir.resolve("none"), folder, file("app.log", "one\n"));
    assertThat(summary).isEqualTo(new Summary(1, 1, 0, 2));
    assertThat(problems)
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
    assertThat(problems).containsExactly("a.evtx: 1 RECORDS_CHECKSUM", "a.evtx: 1 BINARY_XML");
  }

  @Test
  void anImportOfAnEventLogGoesOnWhereItWasEnded() throws Exception {
    Path file = file("a.evtx", log(1, 2, 3).bytes());
    history.batchesLeft = 0;
    assertThatThrownBy(() -> run(file)).isInstanceOf(Importer.Refused.class);
    history.batchesLeft = 9;
    assertThat(run(file)).isEqualTo(new Summary(1, 3, 0, 0));
  }

  /** As earlier versions named them: all lines of a file by all of them. */
  private void holdAll(String text, long first, long last) {
    Fingerprint fingerprint = new Fingerprint("");
    text.lines().forEach(line -> fingerprint.text(line));
    long lines = text.lines().count();
    for (long number = first; number <= last; number++) {
      history.ranges.add(new Recorded("import:" + fingerprint.name(), lines, number, number));
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
