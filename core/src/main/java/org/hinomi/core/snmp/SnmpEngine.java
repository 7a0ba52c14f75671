package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.file.AtomicFile;

/**
 * Our SNMP engine (RFC 3411, section 3.1.1): its id, made once and kept, how often it has started,
 * and for how many seconds it has run (RFC 3414, section 2.2). Immutable but for the clock.
 */
public final class SnmpEngine {
  private static final String FILE = "snmp-engine";
  private static final Pattern CONTENT =
      Pattern.compile("engine-id ((?:[0-9a-f]{2}){5,32})\\nboots ([0-9]{1,10})\\n");
  private static final int MAX = Integer.MAX_VALUE;
  private static final int FORMAT_OCTETS = 5;
  private static final int RANDOM_OCTETS = 12;
  private static final long NANOS = 1_000_000_000L;

  private final byte[] id;
  private final int boots;
  private final LongSupplier nanoTime;
  private final long startNanos;

  private SnmpEngine(byte[] id, int boots, LongSupplier nanoTime) {
    this.id = id;
    this.boots = boots;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /**
   * Starts the engine once more: counts snmpEngineBoots up, durably, before anything is sent or
   * answered with it.
   *
   * @param folder of its file, which exists
   * @param enterprise the private enterprise number that a new id begins with
   * @param nanoTime a clock that only goes forward, in nanoseconds
   * @throws IOException where the file cannot be read, understood or written: with a wrong count,
   *     others would refuse what we send, and we would take what was recorded before
   */
  public static SnmpEngine open(
      Path folder, long enterprise, RandomGenerator random, LongSupplier nanoTime)
      throws IOException {
    Path file = folder.resolve(FILE);
    String content;
    try {
      content = Files.readString(file, US_ASCII);
    } catch (NoSuchFileException firstStart) {
      content = "engine-id " + HexFormat.of().formatHex(newId(enterprise, random)) + "\nboots 0\n";
    }
    Matcher matcher = CONTENT.matcher(content);
    if (!matcher.matches()) {
      throw new IOException(
          file
              + ": damaged (expected: the lines engine-id HEX and boots N; restore the file with a"
              + " boots that is not lower than before, or remove it to become a new engine)");
    }
    long boots = Long.parseLong(matcher.group(2)) + 1;
    if (boots >= MAX) {
      throw new IOException(
          file + ": boots has reached its maximum (remove the file to become a new engine)");
    }
    String id = matcher.group(1);
    AtomicFile.write(
        folder, FILE, ("engine-id " + id + "\nboots " + boots + "\n").getBytes(US_ASCII));
    return new SnmpEngine(HexFormat.of().parseHex(id), (int) boots, nanoTime);
  }

  /** SnmpEngineID of RFC 3411, section 5: enterprise, format 5 (octets), octets by chance. */
  private static byte[] newId(long enterprise, RandomGenerator random) {
    byte[] id = new byte[5 + RANDOM_OCTETS];
    byte[] chance = new byte[RANDOM_OCTETS];
    random.nextBytes(chance);
    for (int i = 0; i < 4; i++) {
      id[i] = (byte) (enterprise >> (24 - 8 * i));
    }
    id[0] |= (byte) 0x80;
    id[4] = FORMAT_OCTETS;
    System.arraycopy(chance, 0, id, 5, RANDOM_OCTETS);
    return id;
  }

  /** snmpEngineID, 5..32 octets. */
  public byte[] id() {
    return id.clone();
  }

  /** snmpEngineBoots, 1..2147483646. */
  public int boots() {
    return boots;
  }

  /** snmpEngineTime in seconds. */
  public int time() {
    return (int) Math.min(MAX, (nanoTime.getAsLong() - startNanos) / NANOS);
  }
}
