package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  @TempDir Path dir;

  @Test
  void provesARecordByAHeadFromBeforeItsPartWasJoined() throws Exception {
    Path data = dir.resolve("data");
    TestHistory.make(data, 2);
    Head early = HistoryVerifier.head(data, TestHistory.CLOCK);
    RecordProof before = RecordProof.of(data, 3).orElseThrow();
    try (TestHistory history = new TestHistory(data)) {
      for (int i = 0; i < 20; i++) {
        history.add(11, "default");
      }
    }
    RecordProof after = RecordProof.of(data, 3).orElseThrow();
    assertThat(after.part().file()).isNotEqualTo(before.part().file());
    assertThat(after.group()).isEqualTo(before.group()).hasSize(64);
    assertThat(after.since()).isEqualTo(before.since());
    assertThat(after.since().number()).isLessThanOrEqualTo(early.lines());
    assertThat(after.holds(data)).isTrue();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new ProofReport(after, true, List.of(SentHead.of(early)), Language.EN).text(text);
    assertThat(text.toString(StandardCharsets.UTF_8)).contains(early.toString(), after.group());
    Path part = TestHistory.file(data, after.part());
    TestHistory.flip(part, after.from() + 20);
    assertThat(after.holds(data)).isFalse();
    assertThat(RecordProof.of(data, 9999)).isEmpty();
  }

  @Test
  void anArchiveIsCheckedWithoutThisProgram() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash and coreutils");
    Path data = dir.resolve("data");
    TestHistory.make(data, 4);
    Head early = HistoryVerifier.head(data, TestHistory.CLOCK);
    Path zip = dir.resolve("case.zip");
    EvidenceExport.Result result =
        new EvidenceExport(data, TestHistory.CLOCK, true)
            .write(asked("\"message 1\" OR \"message 40\"", null, null), zip);
    // 1, 10 to 19, 40
    assertThat(result.records()).isEqualTo(12);
    assertThat(result.left()).isZero();
    assertThat(EvidenceExport.Result.of(zip)).isEqualTo(result);
    Path folder = unpack(zip);
    assertThat(folder.resolve("README.txt")).exists();
    assertThat(folder.resolve("README.ja.txt")).exists();
    assertThat(Files.readString(folder.resolve("records.jsonl")))
        .contains("\"event.original\":\"<34>1 - fs01 su - - - message 40\"");
    assertThat(check(folder)).isZero();
    assertThat(check(folder, early.toString())).isZero();
    assertThat(check(folder, early.manifest())).isZero();
    assertThat(check(folder, "0".repeat(63) + "1")).isEqualTo(1);

    Path records = folder.resolve("records.jsonl");
    String whole = Files.readString(records);
    Files.writeString(records, whole.replace("message 40", "message 41"));
    assertThat(check(folder)).isEqualTo(1);
    Files.writeString(records, whole);
    assertThat(check(folder)).isZero();
    Path manifest = folder.resolve("manifest.jsonl");
    List<String> lines = Files.readAllLines(manifest);
    Files.write(manifest, lines.subList(1, lines.size()));
    assertThat(check(folder)).isEqualTo(1);
  }

  private static EvidenceQuery asked(String query, @Nullable String from, @Nullable String to) {
    return new EvidenceQuery(query, from, to, ZoneOffset.UTC);
  }

  @Test
  void aSpanOfTimeIsExportedAlone() throws Exception {
    Path data = dir.resolve("data");
    TestHistory.make(data, 4);
    EvidenceExport export = new EvidenceExport(data, TestHistory.CLOCK, true);
    EvidenceExport.Result all = export.write(asked("message", null, null), dir.resolve("all.zip"));
    assertThat(all.records()).isEqualTo(44);
    Path first = dir.resolve("first.zip");
    EvidenceExport.Result before =
        export.write(asked("message", null, "2026-11-23 00:00:10"), first);
    assertThat(before.records()).as("a second each, the end is outside").isEqualTo(9);
    assertThat(before.parts()).as("parts of other times are not packed").isEqualTo(1);
    assertThat(
            export
                .write(asked("message", "2026-11-23T09:00:10+09:00", null), dir.resolve("s.zip"))
                .records())
        .isEqualTo(35);
    assertThat(Files.readString(unpack(first).resolve("query.txt")))
        .isEqualTo("message\nto 2026-11-23T00:00:10Z\ntimes without a zone: Z\n");
    assertThat(check(dir.resolve("out/evidence"))).isZero();
    assertThatExceptionOfType(WrongQuestion.class)
        .isThrownBy(() -> export.write(asked("message", "soon", null), dir.resolve("no.zip")));
    assertThat(dir.resolve("no.zip")).doesNotExist();
    assertThat(dir.resolve("no.zip.unfinished")).doesNotExist();
  }

  private Path unpack(Path zip) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = dir.resolve("out").resolve(entry.getName());
        Files.createDirectories(file.resolveSibling(""));
        Files.copy(in, file);
      }
    }
    return dir.resolve("out/evidence");
  }

  private int check(Path folder, String... heads) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/bash", folder + "/check.sh"));
    command.addAll(List.of(heads));
    Path out = dir.resolve("check.out");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
  }
}
