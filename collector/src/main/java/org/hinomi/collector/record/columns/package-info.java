/** In: values, row by row. Out: the same as columns, in the order asked for, to a Parquet file. */
@NullMarked
package org.hinomi.collector.record.columns;

import org.jspecify.annotations.NullMarked;
