package org.hinomi.core.windows.evtx;

/** The values of one template instance: where each lies in the chunk, how long, of which type. */
record Values(int[] offsets, int[] sizes, int[] types) {
  static final Values NONE = new Values(new int[0], new int[0], new int[0]);

  int count() {
    return offsets.length;
  }
}
