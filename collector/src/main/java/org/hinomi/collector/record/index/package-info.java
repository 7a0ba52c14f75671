/** In: the variable parts of messages. Out: what lets a search skip rows without reading them. */
@NullMarked
package org.hinomi.collector.record.index;

import org.jspecify.annotations.NullMarked;
