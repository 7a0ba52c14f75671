/** In: who did what to the collector. Out: a record of it for the journal. */
@NullMarked
package org.hinomi.collector.audit;

import org.jspecify.annotations.NullMarked;
