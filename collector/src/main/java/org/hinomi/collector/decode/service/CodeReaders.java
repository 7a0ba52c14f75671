package org.hinomi.collector.decode.service;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The readers that are code, by the names that the table calls them. */
final class CodeReaders {
  private static final ServiceReader NOTHING = (text, from, out) -> false;

  private CodeReaders() {}

  /** New ones: readers of patterns are not thread-safe. */
  static Map<String, ServiceReader> all(ServiceTable table) {
    return Map.ofEntries(
        Map.entry("postfix", new PostfixReader(or(table.reader("postfix")))),
        Map.entry("audit", new AuditReader()),
        Map.entry("access", new AccessLogReader()),
        Map.entry("weberror", new ErrorLogReader(or(table.reader("weberror")))),
        Map.entry("squid", new SquidReader()),
        Map.entry("full-audit", new FullAuditReader()),
        Map.entry("kernel", new KernelReader(or(table.reader("kernel")))),
        Map.entry("backup-units", new BackupUnits(or(table.reader("systemd-units")))),
        Map.entry("named", new BindReader(or(table.reader("named")))),
        Map.entry("slow-query", new SlowQueryReader()),
        Map.entry("postgres", new PostgresReader(or(table.reader("postgres")))),
        Map.entry("dovecot", new DovecotReader(or(table.reader("dovecot")))),
        Map.entry("asterisk", new AsteriskReader(or(table.reader("asterisk")))));
  }

  static ServiceReader or(@Nullable ServiceReader reader) {
    return reader == null ? NOTHING : reader;
  }
}
