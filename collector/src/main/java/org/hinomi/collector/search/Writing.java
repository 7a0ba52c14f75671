package org.hinomi.collector.search;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.record.History;

/** Writes what is found as it is found, as UTF-8. */
final class Writing {
  private Writing() {}

  interface Source<T> {
    void giveTo(History.Sink<T> sink) throws IOException;
  }

  /**
   * Writes an answer and leaves the stream open.
   *
   * @param limit that the source keeps to; 0: none
   */
  static <T> void write(
      OutputStream out, Output<T> output, Question question, int limit, Source<T> source)
      throws IOException {
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 15);
    try (output) {
      output.start(writer);
      long[] count = new long[1];
      source.giveTo(
          found -> {
            output.one(writer, found);
            count[0]++;
          });
      output.end(
          writer,
          count[0],
          limit > 0 && count[0] == limit,
          question.from() == null && question.to() == null);
    }
    writer.flush();
  }
}
