/**
 * In: UDP datagrams (RFC 5426) and TCP streams (RFC 6587) of syslog messages. Out: chunks, each
 * record one message as it came.
 */
@NullMarked
package org.hinomi.collector.receive.syslog;

import org.jspecify.annotations.NullMarked;
