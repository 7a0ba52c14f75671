/**
 * In: journal records. Out: events and sample rounds with named fields. A malformed record is data,
 * never an exception.
 */
@NullMarked
package org.hinomi.collector.decode;

import org.jspecify.annotations.NullMarked;
