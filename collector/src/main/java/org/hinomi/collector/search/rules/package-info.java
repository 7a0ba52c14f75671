/** In: events of the history or of a test, rules. Out: the alerts they would have raised. */
@NullMarked
package org.hinomi.collector.search.rules;

import org.jspecify.annotations.NullMarked;
