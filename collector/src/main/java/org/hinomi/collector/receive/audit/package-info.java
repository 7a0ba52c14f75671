/** In: what was done to the collector. Out: chunks for the journal. */
@NullMarked
package org.hinomi.collector.receive.audit;

import org.jspecify.annotations.NullMarked;
