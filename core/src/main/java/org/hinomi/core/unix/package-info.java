/**
 * What Unix keeps of starts, shutdowns and log-ons. In: binary records of wtmp and btmp, boots of
 * the journal. Out: the same as JSON, and its stored fields.
 */
@NullMarked
package org.hinomi.core.unix;

import org.jspecify.annotations.NullMarked;
