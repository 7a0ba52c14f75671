/** In: a history, a policy, a period. Out: tables with the SQL that gives them, observations. */
@NullMarked
package org.hinomi.collector.review;

import org.jspecify.annotations.NullMarked;
