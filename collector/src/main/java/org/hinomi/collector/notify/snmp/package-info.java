/** In: transitions of alerts. Out: notifications of HINOMI-MIB to a network management system. */
@NullMarked
package org.hinomi.collector.notify.snmp;

import org.jspecify.annotations.NullMarked;
