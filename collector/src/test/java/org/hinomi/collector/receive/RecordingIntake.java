package org.hinomi.collector.receive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An intake that keeps what it is given and answers when the test says so. Single-threaded. */
public final class RecordingIntake implements Intake {
  public final List<Chunk> chunks = new ArrayList<>();
  private final Deque<Commit> unanswered = new ArrayDeque<>();
  private final List<Runnable> resumes = new ArrayList<>();
  private long position = 1;
  private boolean full;
  private boolean holdsBack;

  @Override
  public boolean writable() {
    return !full;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resumes.add(resume);
  }

  @Override
  public boolean offer(Chunk chunk, Commit whenSynced) {
    if (full) {
      if (holdsBack) {
        whenSynced.heldBack();
      }
      return false;
    }
    chunks.add(chunk);
    unanswered.add(whenSynced);
    return true;
  }

  public void fill() {
    full = true;
  }

  /** Like {@link #fill}, and for the sake of others. */
  public void holdBack() {
    full = true;
    holdsBack = true;
  }

  public void empty() {
    full = false;
    holdsBack = false;
    resume();
  }

  /** How many are to be told when there is room. */
  public int waiting() {
    return resumes.size();
  }

  /** Lets those who wait offer again. */
  public void resume() {
    List<Runnable> now = List.copyOf(resumes);
    resumes.clear();
    now.forEach(Runnable::run);
  }

  /** Tells all senders so far that the sync succeeded, or how it failed. */
  public void sync(@Nullable Throwable failure) {
    for (Commit c = unanswered.poll(); c != null; c = unanswered.poll()) {
      c.done(failure == null ? position++ : -1, failure);
    }
  }

  /** All records so far; what is not whole has its reason behind it: {@code text|CUT_OFF|9}. */
  public List<String> records() {
    return chunks.stream().flatMap(c -> records(c).stream()).toList();
  }

  public static List<String> records(Chunk chunk) {
    List<String> records = new ArrayList<>();
    byte[] b = chunk.records();
    int at = 0;
    while (at < chunk.length()) {
      int length = le(b, at);
      int flags = b[at + 4];
      at += 5;
      String notes = "";
      if ((flags & Chunk.TRUNCATED) != 0) {
        notes = "|" + le(b, at);
        at += 4;
      }
      if ((flags & Chunk.FAULT) != 0) {
        notes = "|" + FrameFault.ofCode(b[at++]) + notes;
      }
      records.add(new String(b, at, length, StandardCharsets.ISO_8859_1) + notes);
      at += length;
    }
    if (records.size() != chunk.count()) {
      throw new AssertionError(chunk.count() + " records said, " + records.size() + " there");
    }
    return records;
  }

  private static int le(byte[] b, int at) {
    return (b[at] & 255) | (b[at + 1] & 255) << 8 | (b[at + 2] & 255) << 16 | b[at + 3] << 24;
  }
}
