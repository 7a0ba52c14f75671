package org.hinomi.collector.imports;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Names the lines read so far: SHA-256 over the host named by the operator and then each line's
 * length (8 bytes, big-endian) and bytes, shortened to 128 bits. Line ends are left out, so that a
 * copy with other ones is the same. Where it is given another thread, that one computes while the
 * caller reads on. Not thread-safe.
 */
final class Fingerprint {
  private static final int SHOWN_BYTES = 16;
  private static final int GATHERED = 16 << 10;

  /** Large enough that handing it over costs little. */
  private static final int GATHERED_FOR_OTHERS = 256 << 10;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest;

  /** Gathers lines: many short pieces cost the digest more than their bytes do. */
  private byte[] gathered;

  private int count;

  private final @Nullable Executor computing;

  /** What the other thread has, and until when. */
  private byte[] given;

  private CompletableFuture<Void> computed = CompletableFuture.completedFuture(null);

  /**
   * @param host as named by the operator, empty where not: the same lines of another host are other
   *     records
   */
  Fingerprint(String host) {
    this(host, null);
  }

  /**
   * @param computing null: the caller's thread
   */
  Fingerprint(String host, @Nullable Executor computing) {
    this.computing = computing;
    this.gathered = new byte[computing == null ? GATHERED : GATHERED_FOR_OTHERS];
    this.given = computing == null ? gathered : new byte[gathered.length];
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: every Java has it", e);
    }
    byte[] named = host.getBytes(StandardCharsets.UTF_8);
    line(named, named.length, named.length);
  }

  /** Names a few texts, in their order. */
  static String of(String first, String... more) {
    Fingerprint fingerprint = new Fingerprint(first);
    for (String text : more) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      fingerprint.line(bytes, bytes.length, bytes.length);
    }
    return fingerprint.name();
  }

  /** Adds a text. */
  void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    line(bytes, bytes.length, bytes.length);
  }

  /** Adds a line of which {@code kept} of {@code full} bytes are there. */
  void line(byte[] bytes, int kept, long full) {
    if (count > gathered.length - Long.BYTES - kept) {
      digestGathered();
    }
    LONG.set(gathered, count, full);
    count += Long.BYTES;
    if (kept > gathered.length - count) {
      digestGathered();
      computed.join();
      digest.update(bytes, 0, kept);
    } else {
      System.arraycopy(bytes, 0, gathered, count, kept);
      count += kept;
    }
  }

  private void digestGathered() {
    int length = count;
    count = 0;
    if (computing == null) {
      digest.update(gathered, 0, length);
      return;
    }
    computed.join();
    byte[] full = gathered;
    gathered = given;
    given = full;
    computed = CompletableFuture.runAsync(() -> digest.update(full, 0, length), computing);
  }

  /** The name of all lines so far. */
  String name() {
    digestGathered();
    computed.join();
    try {
      byte[] hash = ((MessageDigest) digest.clone()).digest();
      return HexFormat.of().formatHex(hash, 0, SHOWN_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256: Java's own can be cloned", e);
    }
  }
}
