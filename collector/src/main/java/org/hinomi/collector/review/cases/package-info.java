/**
 * In: a history. Out: the cases of a log review that people know: leaks, spoofing, uploads,
 * malware.
 */
@NullMarked
package org.hinomi.collector.review.cases;

import org.jspecify.annotations.NullMarked;
