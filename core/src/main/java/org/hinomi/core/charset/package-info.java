/** In: bytes of text whose charset nobody named. Out: the charset, and how its lines end. */
@NullMarked
package org.hinomi.core.charset;

import org.jspecify.annotations.NullMarked;
