package org.hinomi.core.charset;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells the charset of a file whose operator named none, from its lines that are not plain ASCII:
 * valid UTF-8 is UTF-8, ISO-2022-JP has its escape sequences, and of CP932, EUC-JP and windows-1252
 * the one is taken in which the bytes read most like text. Where none fits it is UTF-8, and the
 * lines are marked as damaged. Not thread-safe.
 */
public final class CharsetLook {
  /** Bytes of such lines that are looked at; also of the head that UTF-16 is told from. */
  public static final int BYTES = 64 << 10;

  /** Penalty for each byte that is not ASCII, above which a charset is not believed. */
  private static final double BELIEVED = 1.0;

  private static final int ESC = 0x1b;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EIGHT_ONES = 0x0101_0101_0101_0101L;
  private static final long EIGHT_ESC = EIGHT_ONES * ESC;
  private static final long EIGHT_HIGH = EIGHT_ONES << 7;

  /** As Windows knows it, with the characters of NEC and IBM. */
  public static final Charset CP932 = Charset.forName("windows-31j");

  public static final Charset EUC_JP = Charset.forName("EUC-JP");

  /** With the characters that Windows and NEC add. */
  public static final Charset ISO_2022_JP = Charset.forName("x-windows-iso2022jp");

  public static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private boolean escapes;

  /** The charset of a text that is here as a whole. */
  public static Charset of(byte[] text) {
    CharsetLook look = new CharsetLook();
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        look.line(Arrays.copyOfRange(text, start, i), i - start);
        start = i + 1;
      }
    }
    Charset told = look.told();
    return told == null ? StandardCharsets.UTF_8 : told;
  }

  /** Looks at a line in {@code [0, length)}. */
  public void line(byte[] b, int length) {
    if (seen.size() >= BYTES) {
      return;
    }
    for (int i = plain(b, length); i < length; i++) {
      boolean escape = b[i] == ESC && isJapanese(b, i + 1, length);
      if (b[i] < 0 || escape) {
        escapes |= escape;
        seen.write(b, 0, Math.min(length, BYTES));
        seen.write('\n');
        return;
      }
    }
  }

  /** How many bytes at the start are neither beyond ASCII nor ESC, in steps of eight. */
  private static int plain(byte[] b, int length) {
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      long eight = (long) LONG.get(b, i);
      long escapes = eight ^ EIGHT_ESC;
      // The highest bit of a byte: of its own, or because it became zero.
      if (((eight | ((escapes - EIGHT_ONES) & ~escapes)) & EIGHT_HIGH) != 0) {
        break;
      }
    }
    return i;
  }

  /**
   * Whether what stands behind an ESC goes over to JIS X 0208, or to the letters or katakana of JIS
   * X 0201 (RFC 1468); colours begin otherwise.
   */
  public static boolean isJapanese(byte[] b, int i, int length) {
    return i + 1 < length && (b[i] == '$' || (b[i] == '(' && (b[i + 1] == 'J' || b[i + 1] == 'I')));
  }

  /** Whether all lines so far are plain ASCII. */
  public boolean isPlain() {
    return seen.size() == 0;
  }

  /** Whether further lines change nothing. */
  public boolean isDecided() {
    return seen.size() >= BYTES;
  }

  /** The charset of what was seen; null for UTF-8, which ASCII is too. */
  public @Nullable Charset told() {
    byte[] bytes = seen.toByteArray();
    int high = 0;
    for (byte one : bytes) {
      high += one < 0 ? 1 : 0;
    }
    if (high == 0) {
      return escapes && reads(ISO_2022_JP, bytes) ? ISO_2022_JP : null;
    }
    if (isUtf8(bytes)) {
      return null;
    }
    double cp932 = CharsetPenalty.ofCp932(bytes);
    double eucJp = CharsetPenalty.ofEucJp(bytes);
    double western = CharsetPenalty.ofWindows1252(bytes);
    double least = Math.min(western, Math.min(cp932, eucJp));
    // Broken UTF-8 reads as any of them, badly.
    if (least > BELIEVED * high || CharsetPenalty.ofUtf8(bytes) <= least) {
      return null;
    }
    return least == eucJp ? EUC_JP : least == cp932 ? CP932 : WINDOWS_1252;
  }

  /** Whether it is UTF-8; a character cut off at the end of what is looked at does not count. */
  private static boolean isUtf8(byte[] bytes) {
    return reads(StandardCharsets.UTF_8, bytes);
  }

  private static boolean reads(Charset charset, byte[] bytes) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Tells UTF-16 without a byte order mark: the digits, blanks and line ends of a log have a zero
   * byte at the same side of each pair, and nothing has one at the other.
   *
   * @param head the first bytes of a file
   * @return the unit of its lines; null where it is not UTF-16
   */
  public static @Nullable LineUnit wide(byte[] head) {
    int pairs = head.length / 2;
    int first = 0;
    int second = 0;
    for (int i = 0; i < pairs; i++) {
      boolean firstIsZero = head[2 * i] == 0;
      boolean secondIsZero = head[2 * i + 1] == 0;
      if (firstIsZero && secondIsZero) {
        return null;
      }
      first += firstIsZero ? 1 : 0;
      second += secondIsZero ? 1 : 0;
    }
    int least = Math.max(2, pairs / 10);
    if (second >= least
        && first * 100 <= second
        && isText(head, pairs, StandardCharsets.UTF_16LE)) {
      return LineUnit.UTF_16LE;
    }
    return first >= least && second * 100 <= first && isText(head, pairs, StandardCharsets.UTF_16BE)
        ? LineUnit.UTF_16BE
        : null;
  }

  /** Whether it has no half of a pair and hardly any control characters. */
  private static boolean isText(byte[] head, int pairs, Charset charset) {
    String text = new String(head, 0, pairs * 2, charset);
    int odd = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != ESC;
      odd += control || c == '\uFFFD' || c == '\uFFFE' ? 1 : 0;
    }
    // One more may be the last, cut in two.
    return odd * 100 <= text.length() + 100;
  }
}
