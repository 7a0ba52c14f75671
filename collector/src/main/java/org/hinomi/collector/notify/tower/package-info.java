/** In: the worst severity that nobody sees to. Out: the lamps and the buzzer of a signal tower. */
@NullMarked
package org.hinomi.collector.notify.tower;

import org.jspecify.annotations.NullMarked;
