/**
 * What all readers of files with records share. In: the bytes of a file. Out: its records, each
 * with what its frame says of it, and what could not be read.
 */
@NullMarked
package org.hinomi.collector.imports.read;

import org.jspecify.annotations.NullMarked;
