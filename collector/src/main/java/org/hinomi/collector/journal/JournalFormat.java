package org.hinomi.collector.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The bytes of a segment file, as docs/journal.md lists them; all numbers little-endian. Offsets of
 * an entry count from its first byte.
 */
final class JournalFormat {
  static final int VERSION = 1;

  /** "HINOMIJ\n" read as a little-endian number. */
  static final long MAGIC = 0x0A4A494D4F4E4948L;

  static final int HEADER_LENGTH = 128;
  static final int HEADER_VERSION = 8;
  static final int HEADER_LENGTH_FIELD = 12;
  static final int HEADER_FIRST_POSITION = 16;
  static final int HEADER_CREATED = 24;
  static final int HEADER_PREVIOUS_HEAD = 32;
  static final int HEADER_CRC = 124;

  static final int ENTRY_CRC = 4;
  static final int ENTRY_KIND = 8;
  static final int KIND_CHUNK = 1;
  static final int KIND_COMMIT = 2;

  static final int CHUNK_TRANSPORT = 9;
  static final int CHUNK_ADDRESS_KIND = 10;
  static final int CHUNK_ADDRESS_LENGTH = 11;
  static final int CHUNK_COUNT = 12;
  static final int CHUNK_POSITION = 16;
  static final int CHUNK_RECEIVED = 24;
  static final int CHUNK_CONNECTION = 32;
  static final int CHUNK_FIRST_IN_CONNECTION = 40;
  static final int CHUNK_PORT = 48;
  static final int CHUNK_ADDRESS = 50;

  /** In the kind of address: what the sender has proved follows the address. */
  static final int PEER_FOLLOWS = 0x10;

  static final int ADDRESS_NAME = 0;
  static final int ADDRESS_IPV4 = 4;
  static final int ADDRESS_IPV6 = 6;

  static final int COMMIT_ENTRIES = 12;
  static final int COMMIT_NEXT_POSITION = 16;
  static final int COMMIT_TIME = 24;
  static final int COMMIT_GROUP_LENGTH = 32;
  static final int COMMIT_HASH = 40;
  static final int COMMIT_LENGTH = 72;

  static final int HASH_LENGTH = 32;
  static final int MIN_CHUNK_ENTRY = CHUNK_ADDRESS;

  static final String SUFFIX = ".hnj";
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private JournalFormat() {}

  static int intAt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  static long longAt(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  static String fileName(long firstPosition) {
    return String.format("%020d%s", firstPosition, SUFFIX);
  }

  /** The segment files of a journal by the position of their first record. */
  static TreeMap<Long, Path> segments(Path dir) throws IOException {
    TreeMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{20}" + SUFFIX.replace(".", "\\."))) {
          found.put(Long.parseLong(name, 0, 20, 10), file);
        }
      }
    }
    return found;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256, which every Java must have", e);
    }
  }

  /** Makes the names in {@code dir} durable: fsync(2) of a file does not sync its name. */
  static void syncDirectory(Path dir) throws IOException {
    if (!dir.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // Windows cannot open a directory; NTFS journals its names itself
    }
    try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
