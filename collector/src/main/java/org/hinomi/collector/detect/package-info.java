/**
 * In: events and sample rounds. Out: conditions met and cleared. Pure: no input, output, threads or
 * clocks.
 */
@NullMarked
package org.hinomi.collector.detect;

import org.jspecify.annotations.NullMarked;
