/**
 * In: transitions of alerts, from the outbox. Out: mail, SNMP notifications, syslog; retried, never
 * holding anybody up.
 */
@NullMarked
package org.hinomi.collector.notify;

import org.jspecify.annotations.NullMarked;
