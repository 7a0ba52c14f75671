/** In: what people say of a review. Out: findings and signatures, chained. */
@NullMarked
package org.hinomi.collector.review.book;

import org.jspecify.annotations.NullMarked;
