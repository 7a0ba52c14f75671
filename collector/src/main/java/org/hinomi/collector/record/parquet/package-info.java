/**
 * In: columns of primitive arrays. Out: a Parquet file, and its footer read back. Section names in
 * this package are those of the <a href="https://github.com/apache/parquet-format">Parquet format
 * specification</a> (README.md, Encodings.md, LogicalTypes.md, parquet.thrift).
 */
@NullMarked
package org.hinomi.collector.record.parquet;

import org.jspecify.annotations.NullMarked;
