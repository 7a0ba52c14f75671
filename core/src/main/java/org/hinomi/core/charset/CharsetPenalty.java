package org.hinomi.core.charset;

/**
 * How little bytes read like text of a charset: what cannot be read counts most, rare characters a
 * little, kana and common kanji next to nothing. The ranges are those of JIS X 0208 (level 1 of its
 * kanji are the common ones) and of code page 932.
 */
final class CharsetPenalty {
  private static final double UNREADABLE = 8;
  private static final double PRIVATE_USE = 4;
  private static final double RARE_KANJI = 2;
  private static final double COMMON_KANJI = 0.5;
  private static final double HALF_WIDTH = 0.6;
  private static final double SIGN = 0.2;

  private CharsetPenalty() {}

  static double ofCp932(byte[] b) {
    double penalty = 0;
    for (int i = 0; i < b.length; i++) {
      int c = b[i] & 0xff;
      if (c < 0x80) {
        continue;
      }
      if (c >= 0xa1 && c <= 0xdf) {
        penalty += HALF_WIDTH;
        continue;
      }
      int next = i + 1 < b.length ? b[i + 1] & 0xff : 0;
      boolean trail = next >= 0x40 && next <= 0xfc && next != 0x7f;
      if (!trail || c == 0x80 || c == 0xa0 || c > 0xfc) {
        penalty += UNREADABLE;
        continue;
      }
      i++;
      penalty += cp932Pair(c, next);
    }
    return penalty;
  }

  private static double cp932Pair(int lead, int trail) {
    return switch (lead) {
      case 0x81 -> SIGN;
      case 0x82 -> trail >= 0x4f ? 0 : UNREADABLE;
      case 0x83 -> 0;
      case 0x84 -> RARE_KANJI;
      case 0x85, 0x86, 0xeb, 0xec -> UNREADABLE;
      case 0x87 -> SIGN;
      case 0x88 -> trail >= 0x9f ? COMMON_KANJI : UNREADABLE;
      default ->
          lead <= 0x97 || (lead == 0x98 && trail <= 0x72)
              ? COMMON_KANJI
              : lead <= 0xea ? RARE_KANJI : PRIVATE_USE;
    };
  }

  static double ofEucJp(byte[] b) {
    double penalty = 0;
    for (int i = 0; i < b.length; i++) {
      int c = b[i] & 0xff;
      if (c < 0x80) {
        continue;
      }
      int next = i + 1 < b.length ? b[i + 1] & 0xff : 0;
      if (c == 0x8e && next >= 0xa1 && next <= 0xdf) {
        i++;
        penalty += HALF_WIDTH;
      } else if (c == 0x8f && next >= 0xa1 && i + 2 < b.length && (b[i + 2] & 0xff) >= 0xa1) {
        i += 2;
        penalty += PRIVATE_USE;
      } else if (c >= 0xa1 && c <= 0xfe && next >= 0xa1 && next <= 0xfe) {
        i++;
        penalty += eucPair(c);
      } else {
        penalty += UNREADABLE;
      }
    }
    return penalty;
  }

  private static double eucPair(int lead) {
    return switch (lead) {
      case 0xa1, 0xa2, 0xad -> SIGN;
      case 0xa3, 0xa4, 0xa5 -> 0;
      case 0xa6, 0xa7, 0xa8 -> RARE_KANJI;
      case 0xa9, 0xaa, 0xab, 0xac, 0xae, 0xaf -> UNREADABLE;
      default -> lead <= 0xcf ? COMMON_KANJI : lead <= 0xf4 ? RARE_KANJI : PRIVATE_USE;
    };
  }

  /** Letters of western languages stand among letters of ASCII. */
  static double ofWindows1252(byte[] b) {
    double penalty = 0;
    for (int i = 0; i < b.length; i++) {
      int c = b[i] & 0xff;
      if (c < 0x80) {
        continue;
      }
      boolean letter = c >= 0xc0 && c != 0xd7 && c != 0xf7;
      boolean alone = (i == 0 || b[i - 1] >= 0) && (i + 1 == b.length || b[i + 1] >= 0);
      if (c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d) {
        penalty += UNREADABLE;
      } else if (c < 0xa0) {
        penalty += PRIVATE_USE;
      } else {
        penalty += alone ? (letter ? SIGN : COMMON_KANJI) : RARE_KANJI;
      }
    }
    return penalty;
  }

  /** Bytes that do not belong to a character. */
  static double ofUtf8(byte[] b) {
    double penalty = 0;
    int i = 0;
    while (i < b.length) {
      int c = b[i++] & 0xff;
      int more =
          c < 0x80
              ? 0
              : c >= 0xc2 && c < 0xe0
                  ? 1
                  : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : -1;
      int at = i;
      while (at < i + more && at < b.length && (b[at] & 0xc0) == 0x80) {
        at++;
      }
      if (more < 0 || at < i + more) {
        penalty += UNREADABLE;
      } else {
        i = at;
      }
    }
    return penalty;
  }
}
