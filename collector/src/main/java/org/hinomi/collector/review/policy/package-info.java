/**
 * In: the policy file, the history's sources. Out: what is logged for which purpose, by whom it is
 * reviewed.
 */
@NullMarked
package org.hinomi.collector.review.policy;

import org.jspecify.annotations.NullMarked;
