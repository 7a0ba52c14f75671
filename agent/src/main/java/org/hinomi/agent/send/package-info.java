/**
 * In: spooled frames and rule matches. Out: RELP to a collector, SNMP notifications to any
 * receiver.
 */
@NullMarked
package org.hinomi.agent.send;

import org.jspecify.annotations.NullMarked;
