package org.hinomi.collector.journal;

import static org.hinomi.collector.journal.JournalFormat.CHUNK_COUNT;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_POSITION;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_ENTRIES;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_GROUP_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_HASH;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_NEXT_POSITION;
import static org.hinomi.collector.journal.JournalFormat.ENTRY_CRC;
import static org.hinomi.collector.journal.JournalFormat.ENTRY_KIND;
import static org.hinomi.collector.journal.JournalFormat.HEADER_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.KIND_CHUNK;
import static org.hinomi.collector.journal.JournalFormat.KIND_COMMIT;
import static org.hinomi.collector.journal.JournalFormat.MIN_CHUNK_ENTRY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks one segment group by group and says how far it is what was written: checksums, positions
 * and hash chain. Changes nothing. Not thread-safe; made for one file.
 *
 * <p>A group that does not check out is <em>torn</em> when no whole group follows it (its sync
 * never returned, nobody was answered), and <em>damaged</em> when one does (it was synced once and
 * the bytes changed since). The walk ends before the first and goes on behind the second;
 * docs/decisions/0010-journal-recovery.md says why.
 */
final class SegmentScan {

  /**
   * What a walk found.
   *
   * @param header the header, or null where it is damaged
   * @param endOffset where the last whole group ends
   * @param nextPosition one more than the position of the last record in a whole group
   * @param head hash of the last whole group
   * @param tornRecords records in entries that are intact but belong to no whole group
   * @param tornBytes bytes behind endOffset that are not zero-filled, up to the last such byte
   * @param problems what is damaged, in words
   */
  record Result(
      @Nullable SegmentHeader header,
      long endOffset,
      long nextPosition,
      Hash head,
      long groups,
      long records,
      long tornRecords,
      long tornBytes,
      List<String> problems) {}

  private final ByteBuffer bytes;
  private final String name;
  private final MessageDigest digest = JournalFormat.sha256();
  private final CRC32C crc = new CRC32C();
  private final List<String> problems = new ArrayList<>();
  private long position;
  private Hash head;
  private final JournalVerifier.Groups seen;
  private long groups;
  private long records;

  private SegmentScan(
      ByteBuffer bytes, String name, long firstPosition, Hash head, JournalVerifier.Groups seen) {
    this.bytes = bytes;
    this.seen = seen;
    this.name = name;
    this.position = firstPosition;
    this.head = head;
  }

  /**
   * Walks {@code file}.
   *
   * @param firstPosition what its name says
   * @param previousHead hash of the last group before it; null: take what its header says
   * @param limit bytes behind this offset are not looked at
   */
  static Result scan(Path file, long firstPosition, @Nullable Hash previousHead, long limit)
      throws IOException {
    return scan(file, firstPosition, previousHead, limit, (next, hash) -> {});
  }

  /**
   * The same.
   *
   * @param seen told where the walk begins and where each whole group ends
   */
  static Result scan(
      Path file,
      long firstPosition,
      @Nullable Hash previousHead,
      long limit,
      JournalVerifier.Groups seen)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long size = Math.min(channel.size(), limit);
      ByteBuffer bytes =
          channel
              .map(MapMode.READ_ONLY, 0, size, arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      String name = String.valueOf(file.getFileName());
      SegmentHeader header = null;
      List<String> headerProblems = new ArrayList<>();
      try {
        header = SegmentHeader.decode(bytes, name);
        if (header.firstPosition() != firstPosition) {
          headerProblems.add(name + ": the header says position " + header.firstPosition());
        }
        if (previousHead != null && !previousHead.equals(header.previousHead())) {
          headerProblems.add(
              name + ": chained to " + header.previousHead() + " (expected: " + previousHead + ")");
        }
      } catch (DamagedException e) {
        headerProblems.add(String.valueOf(e.getMessage()));
      }
      Hash start =
          previousHead != null ? previousHead : header != null ? header.previousHead() : Hash.ZERO;
      SegmentScan scan = new SegmentScan(bytes, name, firstPosition, start, seen);
      scan.problems.addAll(headerProblems);
      return scan.walk(header);
    }
  }

  private Result walk(@Nullable SegmentHeader header) {
    seen.ends(position, head);
    int offset = Math.min(HEADER_LENGTH, bytes.limit());
    while (offset < bytes.limit()) {
      int end = group(offset, position, head);
      if (end < 0) {
        end = behindDamage(offset);
      }
      if (end < 0) {
        break;
      }
      int commit = end - COMMIT_LENGTH;
      long next = bytes.getLong(commit + COMMIT_NEXT_POSITION);
      groups++;
      records += next - position;
      position = next;
      head = hashAt(commit + COMMIT_HASH);
      seen.ends(position, head);
      offset = end;
    }
    return new Result(
        header,
        offset,
        position,
        head,
        groups,
        records,
        tornRecords(offset),
        lastNonZero(offset) - offset,
        List.copyOf(problems));
  }

  /** The end of the next commit that proves the group at {@code start} was synced once, or -1. */
  private int behindDamage(int start) {
    int commit = nextCommit(start);
    if (commit < 0) {
      return -1;
    }
    int end = commit + COMMIT_LENGTH;
    long next = bytes.getLong(commit + COMMIT_NEXT_POSITION);
    long groupStart = commit - bytes.getLong(commit + COMMIT_GROUP_LENGTH);
    long damagedUpTo = next;
    if (groupStart > start) {
      // The commit of the group itself is damaged; this one belongs to the group behind it.
      damagedUpTo = next - recordsIn((int) groupStart, commit);
    }
    boolean proven =
        groupStart > start
            ? damagedUpTo >= position && damagedUpTo < next
            : group(end, next, hashAt(commit + COMMIT_HASH)) >= 0;
    if (!proven) {
      return -1;
    }
    problems.add(
        name + ": positions " + position + ".." + (damagedUpTo - 1) + " do not match their hash");
    return end;
  }

  /** Records in the intact chunk entries that fill {@code [from, to)}; 0 where they do not. */
  private long recordsIn(int from, int to) {
    long count = 0;
    int offset = from;
    while (offset < to && intact(offset) && bytes.get(offset + ENTRY_KIND) == KIND_CHUNK) {
      count += bytes.getInt(offset + CHUNK_COUNT);
      offset += bytes.getInt(offset);
    }
    return offset == to ? count : 0;
  }

  /** The end of the whole group at {@code start}, or -1 where it is not whole. */
  private int group(int start, long firstPosition, Hash previous) {
    digest.reset();
    digest.update(previous.bytes());
    long next = firstPosition;
    int entries = 0;
    int offset = start;
    while (intact(offset)) {
      int length = bytes.getInt(offset);
      if (bytes.get(offset + ENTRY_KIND) == KIND_CHUNK) {
        if (bytes.getLong(offset + CHUNK_POSITION) != next) {
          return -1;
        }
        digest.update(bytes.slice(offset, length));
        next += bytes.getInt(offset + CHUNK_COUNT);
        entries++;
        offset += length;
        continue;
      }
      digest.update(bytes.slice(offset + ENTRY_KIND, COMMIT_HASH - ENTRY_KIND));
      boolean whole =
          bytes.getInt(offset + COMMIT_ENTRIES) == entries
              && bytes.getLong(offset + COMMIT_NEXT_POSITION) == next
              && bytes.getLong(offset + COMMIT_GROUP_LENGTH) == offset - start
              && hashAt(offset + COMMIT_HASH).equals(new Hash(digest.digest()));
      return whole ? offset + length : -1;
    }
    return -1;
  }

  private boolean intact(int offset) {
    if (offset + MIN_CHUNK_ENTRY > bytes.limit()) {
      return false;
    }
    int length = bytes.getInt(offset);
    int kind = bytes.get(offset + ENTRY_KIND);
    boolean plausible =
        kind == KIND_CHUNK
            ? length >= MIN_CHUNK_ENTRY
            : kind == KIND_COMMIT && length == COMMIT_LENGTH;
    if (!plausible || length > bytes.limit() - offset) {
      return false;
    }
    crc.reset();
    crc.update(bytes.slice(offset + ENTRY_KIND, length - ENTRY_KIND));
    return bytes.getInt(offset + ENTRY_CRC) == (int) crc.getValue();
  }

  /** The next intact commit entry that belongs behind the present position, or -1. */
  private int nextCommit(int from) {
    for (int offset = from; offset <= bytes.limit() - COMMIT_LENGTH; offset++) {
      if (bytes.getInt(offset) == COMMIT_LENGTH
          && bytes.get(offset + ENTRY_KIND) == KIND_COMMIT
          && bytes.getLong(offset + COMMIT_NEXT_POSITION) > position
          && intact(offset)) {
        return offset;
      }
    }
    return -1;
  }

  private long tornRecords(int from) {
    long torn = 0;
    int offset = from;
    while (intact(offset)) {
      torn += bytes.get(offset + ENTRY_KIND) == KIND_CHUNK ? bytes.getInt(offset + CHUNK_COUNT) : 0;
      offset += bytes.getInt(offset);
    }
    return torn;
  }

  private int lastNonZero(int from) {
    int last = bytes.limit();
    while (last - 8 >= from && bytes.getLong(last - 8) == 0) {
      last -= 8;
    }
    while (last > from && bytes.get(last - 1) == 0) {
      last--;
    }
    return last;
  }

  private Hash hashAt(int offset) {
    byte[] hash = new byte[JournalFormat.HASH_LENGTH];
    bytes.get(offset, hash);
    return new Hash(hash);
  }
}
