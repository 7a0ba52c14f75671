/**
 * In: a record of named values: JSON, delimited, key=value, W3C extended, or by a declared pattern.
 * Out: its time, host and message, and a stored field for each value.
 */
@NullMarked
package org.hinomi.collector.decode.columns;

import org.jspecify.annotations.NullMarked;
