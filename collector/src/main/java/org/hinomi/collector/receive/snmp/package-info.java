/**
 * In: SNMP datagrams. Out: chunks of whole datagrams for the intake; an answer to each INFORM once
 * the intake has synced it.
 */
@NullMarked
package org.hinomi.collector.receive.snmp;

import org.jspecify.annotations.NullMarked;
