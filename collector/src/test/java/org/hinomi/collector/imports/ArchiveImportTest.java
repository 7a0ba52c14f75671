package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hinomi.core.charset.CharsetLook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives: whole, cut, damaged, and made to be too much. */
class ArchiveImportTest extends ImporterFixture {
  @Test
  void aCutArchiveGivesWhatIsThereAndTheWholeOneTheRest() throws Exception {
    String text = text(3000);
    byte[] whole = gzip(text);
    Summary cut = run(file("app.gz", Arrays.copyOf(whole, whole.length / 2)));
    assertThat(cut.problems()).isEqualTo(1);
    assertThat(cut.added()).isBetween(100L, 2999L);
    assertThat(progress.problems).containsExactly("app.gz: gzip: ends in the middle of member 1");
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
    assertThat(progress.problems)
        .containsExactly("b.gz: gzip: what follows member 1 is no gzip member");
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
    assertThat(progress.problems)
        .containsExactly(
            "many.zip: zip: its directory is missing or damaged; what stands before was read");
  }

  /** As the Explorer of Windows writes them: in the machine's charset, which no archive tells. */
  @Test
  void aZipWhoseNamesAreNotUtf8IsReadAndShowsThem() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, CharsetLook.CP932)) {
      zip.putNextEntry(new ZipEntry("認証ログ/"));
      for (String name : List.of("認証ログ/一覧表.log", "認証ログ/b.log")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((name + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] zip = out.toByteArray();
    assertThat(run(file("whole.zip", zip))).isEqualTo(new Summary(2, 2, 0, 0));
    assertThat(progress.problems).isEmpty();
    byte[] head = history.heads.getFirst().getBytes(StandardCharsets.ISO_8859_1);
    assertThat(new String(head, StandardCharsets.UTF_8)).contains("whole.zip!/認証ログ/一覧表.log\"");
    assertThat(run(file("cut.zip", Arrays.copyOf(zip, zip.length - 30))))
        .isEqualTo(new Summary(2, 0, 2, 1));
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
    assertThat(progress.problems.getFirst()).startsWith("bomb.gz: unpacks to more than 500 times");
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
    assertThat(progress.problems.getFirst())
        .startsWith("members.gz: unpacks to more than 500 times");
  }

  /** The size that an entry is said to have in the archive is no measure where it is a lie. */
  @Test
  void anEntryIsNoLargerThanItsArchive() throws Exception {
    byte[] zip = zip(Map.of("zeros", new byte[100 << 20]));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(zip.length - 22 + 16);
    bytes.putInt(directory + 20, Integer.MAX_VALUE);
    assertThat(run(file("bomb.zip", zip)).problems()).isEqualTo(1);
    assertThat(progress.problems.getFirst()).startsWith("zeros: unpacks to more than 500 times");
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
    assertThat(progress.problems.getLast())
        .isEqualTo(name + ": zip: a directory of 33554433 bytes (expected: at most 33554432)");
  }
}
