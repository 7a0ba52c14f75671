package org.hinomi.collector.imports;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.time.ZoneId;
import org.hinomi.collector.imports.text.TextRules;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says of the files.
 *
 * @param type how files are read
 * @param host of records that name none; null for {@code localHost}
 * @param localHost the name of this machine
 * @param zone of times without one
 * @param charset of the text; null to tell it from the file
 * @param rules of records of named values
 */
public record ImportOptions(
    Type type,
    @Nullable String host,
    String localHost,
    ZoneId zone,
    @Nullable Charset charset,
    TextRules rules) {

  /** How files are read. */
  public enum Type {
    /**
     * As what its first bytes say: an event log of Windows; else lines, as syslog daemons write
     * them where most at the start of a file look so.
     */
    AUTO,
    SYSLOG,
    /** The line is the message; only a time that it begins with is read. */
    LINES,
    /** Event logs of Windows. */
    EVTX,
    /** Packet captures: pcap and pcapng. */
    PCAP,
    /** A stored mail. */
    EML,
    /** Many stored mails. */
    MBOX,
    /** Starts, shutdowns and log-ons of Unix. */
    WTMP,
    /** Log-ons of Unix that failed. */
    BTMP,
    /** Objects of JSON. */
    JSON,
    /** Delimited text; its first record names the columns. */
    CSV,
    /** Lines of {@code key=value}. */
    KV,
    /** W3C extended log files, as Microsoft IIS writes them. */
    W3C,
    /** Lines that a declared pattern reads. */
    PATTERN
  }

  public ImportOptions {
    requireNonNull(type, "type");
    requireNonNull(localHost, "localHost");
    requireNonNull(zone, "zone");
    requireNonNull(rules, "rules");
    if (type == Type.PATTERN && rules.pattern() == null) {
      throw new IllegalArgumentException("--type pattern: no --pattern (expected: one)");
    }
  }

  /** Without rules of records of named values. */
  public ImportOptions(
      Type type, @Nullable String host, String localHost, ZoneId zone, @Nullable Charset charset) {
    this(type, host, localHost, zone, charset, TextRules.NONE);
  }
}
