package org.hinomi.collector.imports;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates all members of a gzip file (RFC 1952, section 2.2). Unlike {@code GZIPInputStream} it
 * says so where what follows a member is no member: that one takes it for the end. Zeros behind the
 * last member are padding. Not thread-safe.
 */
final class GzipMembers extends InputStream {
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[32 << 10];
  private int position;
  private int limit;
  private boolean inMember;
  private boolean ended;
  private int members;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!ended) {
        if (!inMember && !begin()) {
          ended = true;
          break;
        }
        int n = inflater.inflate(b, offset, length);
        if (n > 0) {
          crc.update(b, offset, n);
          return n;
        }
        if (inflater.finished()) {
          finish();
        } else if (inflater.needsDictionary()) {
          throw new IOException("gzip: wants a dictionary (expected: none, RFC 1952)");
        } else {
          if (position == limit && !fill()) {
            throw new EOFException("gzip: ends in the middle of member " + members);
          }
          inflater.setInput(input, position, limit - position);
          position = limit;
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new IOException("gzip: member " + members + ": " + e.getMessage(), e);
    }
  }

  /** Reads the header of the next member; false at the end. */
  private boolean begin() throws IOException {
    int first = next();
    while (first == 0 && members > 0) {
      first = next();
    }
    if (first < 0) {
      return false;
    }
    if (first != 0x1f || next() != 0x8b || next() != 8) {
      throw new IOException("gzip: what follows member " + members + " is no gzip member");
    }
    members++;
    int flags = must();
    skip(6);
    if ((flags & FLAG_EXTRA) != 0) {
      skip(must() | must() << 8);
    }
    for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
      if ((flags & flag) != 0) {
        while (must() != 0) {
          continue;
        }
      }
    }
    skip((flags & FLAG_HEADER_CRC) != 0 ? 2 : 0);
    inflater.reset();
    crc.reset();
    inMember = true;
    return true;
  }

  private void finish() throws IOException {
    position = limit - inflater.getRemaining();
    long expected = word();
    long size = word();
    if (expected != crc.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new IOException("gzip: member " + members + ": checksum or length differ");
    }
    inMember = false;
  }

  private long word() throws IOException {
    return must() | (long) must() << 8 | (long) must() << 16 | (long) must() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      must();
    }
  }

  private int must() throws IOException {
    int b = next();
    if (b < 0) {
      throw new EOFException("gzip: ends in the middle of member " + members);
    }
    return b;
  }

  private int next() throws IOException {
    return position < limit || fill() ? input[position++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(input, 0, input.length));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
