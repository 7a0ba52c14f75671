/**
 * Files of records with named values. In: JSON, delimited text, key=value, W3C extended, or lines
 * that a declared pattern reads. Out: their records, byte for byte, with what is needed to read
 * them.
 */
@NullMarked
package org.hinomi.collector.imports.text;

import org.jspecify.annotations.NullMarked;
