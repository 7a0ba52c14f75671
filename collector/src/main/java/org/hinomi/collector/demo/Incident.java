package org.hinomi.collector.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Something planted, with the numbers of the records that show it. Its records are added while the
 * month is written; then it is read only.
 */
public final class Incident {
  private final IncidentKind kind;
  private final long from;
  private final long to;
  private final String host;
  private final String user;
  private final String detail;
  private final List<Long> records = new ArrayList<>();

  /**
   * @param from when it begins, microseconds since 1970
   * @param to when it ends
   * @param host where; empty where no host has part in it
   * @param user the account; empty where nobody has part in it
   * @param detail an address, a file, a row of a table: what tells it from others
   */
  Incident(IncidentKind kind, long from, long to, String host, String user, String detail) {
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.host = host;
    this.user = user;
    this.detail = detail;
  }

  void recordedAs(long number) {
    records.add(number);
  }

  public IncidentKind kind() {
    return kind;
  }

  public long from() {
    return from;
  }

  public long to() {
    return to;
  }

  public String host() {
    return host;
  }

  public String user() {
    return user;
  }

  public String detail() {
    return detail;
  }

  /**
   * The records that show it, counted from 1 as they arrive: in an empty history these are the
   * positions of the journal. None where it shows in a table or in what is not there.
   */
  public List<Long> records() {
    return List.copyOf(records);
  }
}
