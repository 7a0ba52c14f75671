package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hinomi.core.event.ImportBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Imports files into a history that is a map. */
abstract class ImporterFixture {
  private static final Pattern FRAME =
      Pattern.compile(
          "<14>1 \\S+ (\\S+) hinomi-agent - EVENT \\[hinomi@32473 agent=\"([^\"]+)\" inc=\"(\\d+)\""
              + "[^]]*? seq=\"(\\d+)\"(.*?)\\] (.*)",
          Pattern.DOTALL);

  @TempDir Path dir;
  final History history = new History();
  final ToldProgress progress = new ToldProgress();

  /** Keeps each identity once, as the collector does. */
  static final class History implements Target {
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

  Summary run(Path... files) throws Exception {
    return run(null, files);
  }

  Summary run(@Nullable String host, Path... files) throws Exception {
    ImportOptions options =
        new ImportOptions(ImportOptions.Type.AUTO, host, "here", ZoneOffset.UTC, null);
    return new Importer(options, history, progress).run(List.of(files));
  }

  static String text(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  Path file(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] gzip(String... members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(member.getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  /** Lines of a file as earlier versions named them: by all lines of the file. */
  static Recorded byWholeFile(String text, long first, long last) {
    Fingerprint fingerprint = new Fingerprint("");
    text.lines().forEach(fingerprint::text);
    return new Recorded("import:" + fingerprint.name(), text.lines().count(), first, last);
  }
}
