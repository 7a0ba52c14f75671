/**
 * In: RELP sessions. Out: chunks, each record the data of one {@code syslog} frame, answered once
 * it is durable.
 */
@NullMarked
package org.hinomi.collector.receive.relp;

import org.jspecify.annotations.NullMarked;
