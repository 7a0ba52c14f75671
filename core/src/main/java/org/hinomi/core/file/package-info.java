/**
 * In: content. Out: files that are whole after a power cut, and those that their owner alone may
 * read.
 */
@NullMarked
package org.hinomi.core.file;

import org.jspecify.annotations.NullMarked;
