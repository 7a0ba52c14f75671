/**
 * In: journal records that came over SNMP. Out: events with the fields of the notification. What
 * cannot be read is an event with the reason.
 */
@NullMarked
package org.hinomi.collector.decode.snmp;

import org.jspecify.annotations.NullMarked;
