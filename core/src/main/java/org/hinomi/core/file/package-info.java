/** In: content. Out: files that are whole after a power cut. */
@NullMarked
package org.hinomi.core.file;

import org.jspecify.annotations.NullMarked;
