/**
 * In: the header section of a stored mail. Out: its named fields: who wrote whom, the way it came,
 * what servers found of its authenticity, and what does not fit together.
 */
@NullMarked
package org.hinomi.collector.decode.mail;

import org.jspecify.annotations.NullMarked;
