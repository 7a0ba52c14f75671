package org.hinomi.collector.decode.service;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The readers that are code, by the names that the table calls them. */
final class CodeReaders {
  private static final ServiceReader NOTHING = (text, from, out) -> false;

  private CodeReaders() {}

  /** New ones: readers of patterns are not thread-safe. */
  static Map<String, ServiceReader> all(ServiceTable table) {
    return Map.of(
        "postfix", new PostfixReader(or(table.reader("postfix"))),
        "audit", new AuditReader(),
        "access", new AccessLogReader(),
        "weberror", new ErrorLogReader(or(table.reader("weberror"))),
        "squid", new SquidReader(),
        "full-audit", new FullAuditReader(),
        "kernel", new KernelReader(or(table.reader("kernel"))),
        "named", new BindReader(or(table.reader("named"))),
        "dovecot", new DovecotReader(or(table.reader("dovecot"))),
        "asterisk", new AsteriskReader(or(table.reader("asterisk"))));
  }

  static ServiceReader or(@Nullable ServiceReader reader) {
    return reader == null ? NOTHING : reader;
  }
}
