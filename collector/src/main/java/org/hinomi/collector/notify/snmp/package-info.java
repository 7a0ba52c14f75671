/**
 * In: transitions of alerts. Out: notifications of HINOMI-MIB, or of standard modules, to a network
 * management system; SETs to a signal tower.
 */
@NullMarked
package org.hinomi.collector.notify.snmp;

import org.jspecify.annotations.NullMarked;
