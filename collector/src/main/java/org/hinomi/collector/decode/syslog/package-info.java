/**
 * In: records of syslog senders. Out: events with host, time, program and the fields that
 * structured data and well-known devices name.
 */
@NullMarked
package org.hinomi.collector.decode.syslog;

import org.jspecify.annotations.NullMarked;
