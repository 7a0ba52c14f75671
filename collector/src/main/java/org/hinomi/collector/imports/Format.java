package org.hinomi.collector.imports;

import java.util.Arrays;

/** What the first bytes of a file say that it is; its name says nothing. */
enum Format {
  PLAIN,
  GZIP,
  ZSTD,
  ZIP,
  TAR;

  /** Bytes that must be looked at. */
  static final int HEAD = 512;

  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r'};
  private static final int USTAR_AT = 257;

  static Format of(byte[] head) {
    if (starts(head, 0x1f, 0x8b)) {
      return GZIP;
    }
    // A frame, or one to be skipped (RFC 8878, section 3.1.2).
    if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)
        || (head.length >= 4 && (head[0] & 0xf0) == 0x50 && is(head, 1, 0x2a, 0x4d, 0x18))) {
      return ZSTD;
    }
    // Of an archive with entries, without any, and of one in parts.
    if (starts(head, 'P', 'K', 3, 4)
        || starts(head, 'P', 'K', 5, 6)
        || starts(head, 'P', 'K', 7, 8)) {
      return ZIP;
    }
    int end = USTAR_AT + USTAR.length;
    return head.length >= end && Arrays.equals(head, USTAR_AT, end, USTAR, 0, USTAR.length)
        ? TAR
        : PLAIN;
  }

  private static boolean starts(byte[] head, int... bytes) {
    return is(head, 0, bytes);
  }

  private static boolean is(byte[] head, int at, int... bytes) {
    if (head.length < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[at + i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
