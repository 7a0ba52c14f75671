/** In: a question. Out: events and metrics from the history. */
@NullMarked
package org.hinomi.collector.search;

import org.jspecify.annotations.NullMarked;
