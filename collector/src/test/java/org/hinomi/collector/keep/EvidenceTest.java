package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.hinomi.core.text.Language;
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
    new ProofReport(after, true, List.of(early), Language.EN).text(text);
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
            .write("\"message 1\" OR \"message 40\"", zip);
    // 1, 10 to 19, 40
    assertThat(result.records()).isEqualTo(12);
    assertThat(result.left()).isZero();
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
