/**
 * In: chunks. Out: the same bytes, durable, each record at its position; the point of
 * acknowledgement.
 */
@NullMarked
package org.hinomi.collector.journal;

import org.jspecify.annotations.NullMarked;
