/**
 * Texts that people read on a screen or in a mail, in their language. In: keys, values and a
 * language. Out: sentences, from each module's {@code messages.properties} and {@code _ja}.
 */
@NullMarked
package org.hinomi.core.text;

import org.jspecify.annotations.NullMarked;
