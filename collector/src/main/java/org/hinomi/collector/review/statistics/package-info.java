/** In: a review's question. Out: STEP 3, what is frequent, far out, rising, whose it is. */
@NullMarked
package org.hinomi.collector.review.statistics;

import org.jspecify.annotations.NullMarked;
