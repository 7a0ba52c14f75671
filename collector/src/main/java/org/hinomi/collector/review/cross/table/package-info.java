/** In: tables that people keep, as CSV or workbooks. Out: rows whose columns have a meaning. */
@NullMarked
package org.hinomi.collector.review.cross.table;

import org.jspecify.annotations.NullMarked;
