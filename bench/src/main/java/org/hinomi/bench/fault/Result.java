package org.hinomi.bench.fault;

/**
 * What became of records under a fault.
 *
 * @param times how often it happened
 * @param written lines that the agent had to read
 * @param sent frames on the wire, resends and samples included
 * @param acknowledged frames that were answered
 * @param recorded different lines in the history
 * @param duplicate lines that are there more than once
 * @param lost lines that are not there
 */
record Result(
    String fault,
    int times,
    long written,
    long sent,
    long acknowledged,
    long recorded,
    long duplicate,
    long lost) {
  boolean good() {
    return duplicate == 0 && lost == 0;
  }

  String line() {
    return "%-18s %3d times: %d written, %d frames sent, %d acknowledged, %d recorded, %d duplicate, %d lost"
        .formatted(fault, times, written, sent, acknowledged, recorded, duplicate, lost);
  }
}
