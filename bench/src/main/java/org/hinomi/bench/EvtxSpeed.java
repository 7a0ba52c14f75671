package org.hinomi.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.hinomi.core.windows.evtx.EvtxRecord;

/**
 * Reads all event logs of a folder several times, each record as its fields and as XML in UTF-8,
 * which is what an import makes of it, and prints how long the last pass took: the passes before it
 * warm the machine up. One thread.
 */
public final class EvtxSpeed {
  private static final int PASSES = 3;

  private EvtxSpeed() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("EvtxSpeed: (expected: FOLDER)");
      System.exit(2);
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(args[0]))) {
      files = all.filter(f -> f.toString().endsWith(".evtx")).sorted().toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    for (int pass = 1; pass <= PASSES; pass++) {
      long from = System.nanoTime();
      long records = 0;
      long xml = 0;
      for (Path file : files) {
        try (EvtxFile log = EvtxFile.open(file, damage -> {})) {
          for (EvtxRecord record = log.next(); record != null; record = log.next()) {
            records++;
            xml += record.xml().getBytes(StandardCharsets.UTF_8).length;
          }
        }
      }
      double seconds = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "hinomi pass %d: %d records, %d bytes of XML, %.3f s, %.1f MB/s, %.0f records/s%n",
          pass,
          records,
          xml,
          seconds,
          bytes / seconds / 1e6,
          records / seconds);
    }
  }
}
