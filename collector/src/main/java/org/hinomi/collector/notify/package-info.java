/**
 * In: transitions of alerts, and messages made of them, from the outbox. Out: mail, webhooks,
 * commands, SNMP notifications, syslog; retried, never holding anybody up.
 */
@NullMarked
package org.hinomi.collector.notify;

import org.jspecify.annotations.NullMarked;
