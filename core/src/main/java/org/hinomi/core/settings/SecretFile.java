package org.hinomi.core.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.hinomi.core.file.OwnerFiles;

/**
 * Reads a file that holds one secret: UTF-8, without the white space around it. The operator is
 * told where others may read it.
 */
final class SecretFile {
  private static final int LONGEST = 64 << 10;

  private SecretFile() {}

  static String read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    }
    if (bytes.length > LONGEST) {
      throw new IOException("more than " + LONGEST + " bytes");
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.isBlank()) {
      throw new IOException("empty");
    }
    OwnerFiles.warnOfOthers(file);
    return text.strip();
  }

  /** What to say to the operator; never a byte of the file. */
  static String expected(Exception why) {
    return "a readable file that holds the secret; it "
        + switch (why) {
          case NoSuchFileException _ -> "does not exist";
          case AccessDeniedException _ -> "may not be read by this user";
          case CharacterCodingException _ -> "is not UTF-8";
          case IOException e when "empty".equals(e.getMessage()) -> "is empty";
          case IOException e when String.valueOf(e.getMessage()).startsWith("more than") ->
              "is longer than " + LONGEST + " bytes";
          case IOException _ -> "is no regular file or cannot be read";
          default -> "has an impossible name";
        };
  }
}
