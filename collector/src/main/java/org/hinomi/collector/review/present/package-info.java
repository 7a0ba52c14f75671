/** In: a review's question. Out: STEP 1, whether the logs are there, whole and readable. */
@NullMarked
package org.hinomi.collector.review.present;

import org.jspecify.annotations.NullMarked;
