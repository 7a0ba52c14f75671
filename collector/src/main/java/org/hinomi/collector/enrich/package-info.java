/**
 * In: decoded events. Out: the same with what the collector knows besides: resends marked,
 * retention class.
 */
@NullMarked
package org.hinomi.collector.enrich;

import org.jspecify.annotations.NullMarked;
