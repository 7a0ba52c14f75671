/** In: a review's question. Out: STEP 2, what is plainly not as it should be. */
@NullMarked
package org.hinomi.collector.review.anomaly;

import org.jspecify.annotations.NullMarked;
