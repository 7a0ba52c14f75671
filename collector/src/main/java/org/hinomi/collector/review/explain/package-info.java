/** In: a text about a review. Out: what a language model that the user runs says to it. */
@NullMarked
package org.hinomi.collector.review.explain;

import org.jspecify.annotations.NullMarked;
