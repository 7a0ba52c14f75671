/** In: a link that somebody pressed. Out: alerts that somebody sees to. */
@NullMarked
package org.hinomi.collector.notify.ack;

import org.jspecify.annotations.NullMarked;
