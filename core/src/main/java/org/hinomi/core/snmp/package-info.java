/** Our MIB, and notifications sent through SNMP4J. */
@NullMarked
package org.hinomi.core.snmp;

import org.jspecify.annotations.NullMarked;
