/** In: who is there and when, and an alert. Out: who is told of it, by which way. Pure. */
@NullMarked
package org.hinomi.collector.notify.route;

import org.jspecify.annotations.NullMarked;
