/**
 * Packet captures. In: pcap and pcapng files. Out: the syslog messages and SNMP notifications in
 * them as records, all other traffic summed into flows.
 */
@NullMarked
package org.hinomi.collector.imports.capture;

import org.jspecify.annotations.NullMarked;
