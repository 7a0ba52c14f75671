/**
 * In: sockets. Out: chunks of framed raw bytes, handed to the intake (the journal) and answered
 * when it has synced them.
 */
@NullMarked
package org.hinomi.collector.receive;

import org.jspecify.annotations.NullMarked;
