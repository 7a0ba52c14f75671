package org.hinomi.core.sigma;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The public rules of the developers' data. */
final class PublicRules {
  private PublicRules() {}

  /** All of them; the test is skipped where they are missing. */
  static SigmaReader.Reading read() throws IOException {
    byte[] tar;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(SharedData.find("sigma/sigmahq-rules.tar.gz")))) {
      tar = in.readAllBytes();
    }
    SigmaReader reader = new SigmaReader();
    List<SigmaRule> rules = new ArrayList<>();
    List<SigmaProblem> problems = new ArrayList<>();
    for (TarEntry entry : TarEntry.read(tar)) {
      if (entry.name().endsWith(".yml")) {
        SigmaReader.Reading reading = reader.read(entry.name(), entry.contents());
        rules.addAll(reading.rules());
        problems.addAll(reading.problems());
      }
    }
    return new SigmaReader.Reading(rules, List.of(), problems);
  }

  /** One file of an archive that GNU tar wrote. */
  private record TarEntry(String name, byte[] contents) {
    static List<TarEntry> read(byte[] tar) throws IOException {
      List<TarEntry> entries = new ArrayList<>();
      ByteArrayInputStream in = new ByteArrayInputStream(tar);
      byte[] header = in.readNBytes(512);
      String longName = "";
      while (header.length == 512 && header[0] != 0) {
        int size = Integer.parseInt(text(header, 124, 12), 8);
        byte[] contents = in.readNBytes(size);
        in.skipNBytes((512 - size % 512) % 512);
        boolean namesNext = header[156] == 'L';
        if (!namesNext) {
          String name = longName.isEmpty() ? text(header, 0, 100) : longName;
          entries.add(new TarEntry(name, contents));
        }
        longName = namesNext ? text(contents, 0, contents.length) : "";
        header = in.readNBytes(512);
      }
      return entries;
    }

    private static String text(byte[] header, int from, int length) {
      int end = from;
      while (end < from + length && header[end] != 0) {
        end++;
      }
      return new String(header, from, end - from, StandardCharsets.UTF_8).strip();
    }
  }
}
