/**
 * In: decoded events. Out: the same with what the collector knows besides: resends marked,
 * retention class, the lines of a mail joined on its last.
 */
@NullMarked
package org.hinomi.collector.enrich;

import org.jspecify.annotations.NullMarked;
