package org.hinomi.collector.decode.mail;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a mail's header.
 *
 * @param message one line that says who wrote to whom about what
 * @param seconds since 1970: when the last server took it, else when it was written
 * @param host the last server; null where none is named
 * @param fields under their stored names
 */
public record MailReading(
    String message, OptionalLong seconds, @Nullable String host, Map<String, Object> fields) {}
