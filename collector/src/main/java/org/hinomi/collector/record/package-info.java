/**
 * In: events and sample rounds. Out: the hot index (DuckDB), exactly once, rebuildable from the
 * journal.
 */
@NullMarked
package org.hinomi.collector.record;

import org.jspecify.annotations.NullMarked;
