package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.hinomi.core.file.AtomicFile;

/** The agent's name for itself: 32 hexadecimal digits, made once, kept in {@code agent.id}. */
public final class AgentId {
  private static final String FILE = "agent.id";

  private AgentId() {}

  /**
   * Reads the id, or makes one where there is none.
   *
   * @throws IOException where the file cannot be read or written, or holds something else
   */
  public static String of(Path state, RandomGenerator random) throws IOException {
    Path file = state.resolve(FILE);
    String id;
    try {
      id = Files.readString(file, US_ASCII).trim();
    } catch (NoSuchFileException firstStart) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      id = HexFormat.of().formatHex(bytes);
      AtomicFile.write(state, FILE, (id + "\n").getBytes(US_ASCII));
    }
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IOException(
          file
              + ": \""
              + id
              + "\" (expected: 32 hexadecimal digits; restore the file, or remove"
              + " it to make this a new agent)");
    }
    return id;
  }
}
