/** In: an original's head and the event's columns. Out: the head's form, and the head again. */
@NullMarked
package org.hinomi.collector.record.original;

import org.jspecify.annotations.NullMarked;
