package org.hinomi.core.windows.evtx;

/** Binary XML that cannot be read; without a stack trace, since damaged files throw many. */
final class BinXmlException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  BinXmlException(int offset, String what) {
    super(what, null, false, false);
    this.offset = offset;
  }

  /** In bytes from the start of the chunk. */
  int offset() {
    return offset;
  }
}
