/** In: a history and tables that people keep. Out: what of the one does not fit the other. */
@NullMarked
package org.hinomi.collector.review.cross;

import org.jspecify.annotations.NullMarked;
