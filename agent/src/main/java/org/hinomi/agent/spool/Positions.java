package org.hinomi.agent.spool;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hinomi.core.file.AtomicFile;

/**
 * What outlives the segments: how far the collector has acknowledged, and for each stream the
 * position up to there. File {@code positions}, with a checksum, replaced atomically.
 *
 * @param incarnation the one that {@code acknowledged} counts in
 * @param acknowledged highest sequence acknowledged; 0 where none is
 */
record Positions(long incarnation, long acknowledged, Map<StreamKey, String> streams) {
  static final String FILE = "positions";
  private static final long MAGIC = 0x484E504F53303031L; // HNPOS001

  Positions {
    streams = Map.copyOf(streams);
  }

  void write(Path directory) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeLong(MAGIC);
    out.writeLong(incarnation);
    out.writeLong(acknowledged);
    out.writeInt(streams.size());
    for (Map.Entry<StreamKey, String> stream : streams.entrySet()) {
      Binary.writeText(out, stream.getKey().source());
      Binary.writeText(out, stream.getKey().stream());
      Binary.writeText(out, stream.getValue());
    }
    out.writeInt(Binary.crc(bytes.toByteArray(), 0, bytes.size()));
    AtomicFile.write(directory, FILE, bytes.toByteArray());
  }

  /** The file's content; empty where there is none or it is damaged. */
  static Optional<Positions> read(Path directory) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(directory.resolve(FILE));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int end = bytes.length - Integer.BYTES;
    if (end < 0 || in.getInt(end) != Binary.crc(bytes, 0, end) || in.getLong() != MAGIC) {
      return Optional.empty();
    }
    try {
      long incarnation = in.getLong();
      long acknowledged = in.getLong();
      Map<StreamKey, String> streams = new TreeMap<>(ORDER);
      for (int count = in.getInt(); count > 0; count--) {
        StreamKey key = new StreamKey(Binary.readText(in), Binary.readText(in));
        streams.put(key, Binary.readText(in));
      }
      return Optional.of(new Positions(incarnation, acknowledged, streams));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException(
          directory.resolve(FILE) + ": written by another version of the agent", e);
    }
  }

  private static final java.util.Comparator<StreamKey> ORDER =
      java.util.Comparator.comparing(StreamKey::source).thenComparing(StreamKey::stream);
}
