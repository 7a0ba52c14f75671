/**
 * In: the files of a history and the policy that says how long what is kept. Out: whether all is
 * unchanged and there, proofs of it, and what is due to go.
 */
@NullMarked
package org.hinomi.collector.keep;

import org.jspecify.annotations.NullMarked;
