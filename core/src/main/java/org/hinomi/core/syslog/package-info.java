/** Syslog messages: RFC 5424 written and read, RFC 3164 read. */
@NullMarked
package org.hinomi.core.syslog;

import org.jspecify.annotations.NullMarked;
