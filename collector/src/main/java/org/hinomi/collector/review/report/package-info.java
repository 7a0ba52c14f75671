/** In: a review and its book. Out: HTML, CSV, JSON, workbooks. */
@NullMarked
package org.hinomi.collector.review.report;

import org.jspecify.annotations.NullMarked;
