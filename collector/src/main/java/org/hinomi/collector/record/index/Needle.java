package org.hinomi.collector.record.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hinomi.collector.record.template.Tokens;

/**
 * A search term, made ready for the filters of many row groups. It falls into the pieces that must
 * each stand within one token of a message that contains it: stretches of ASCII without delimiters
 * (in lower case) and stretches of Chinese, Japanese or Korean characters. Anything else in the
 * term rules out no row.
 *
 * <p>Immutable.
 */
public final class Needle {
  /** A piece of the term and the hashes of its grams (none where it is too short). */
  record Piece(String text, long[] grams) {}

  private final List<Piece> pieces;

  private Needle(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** For messages that contain {@code term}, in whatever case. */
  public static Needle of(String term) {
    byte[] b = term.getBytes(StandardCharsets.UTF_8);
    List<Piece> pieces = new ArrayList<>();
    int i = 0;
    while (i < b.length) {
      int start = i;
      while (i < b.length && b[i] >= 0 && Tokens.kind(b[i]) != Tokens.DELIMITER) {
        i++;
      }
      if (i == start) {
        while (i < b.length && b[i] < 0 && Grams.cjk(b, i, b.length) != 0) {
          i += 3;
        }
      }
      if (i > start) {
        pieces.add(piece(Arrays.copyOfRange(b, start, i)));
      } else {
        i++;
      }
    }
    return new Needle(pieces);
  }

  private static Piece piece(byte[] b) {
    List<Long> grams = new ArrayList<>();
    Grams.scan(b, 0, b.length, grams::add);
    String text = LiteralTexts.lower(new String(b, StandardCharsets.UTF_8));
    return new Piece(text, grams.stream().mapToLong(Long::longValue).distinct().toArray());
  }

  List<Piece> pieces() {
    return pieces;
  }
}
