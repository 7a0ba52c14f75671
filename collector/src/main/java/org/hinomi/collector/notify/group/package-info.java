/** In: steps of alerts. Out: messages to people, grouped, each at its time. */
@NullMarked
package org.hinomi.collector.notify.group;

import org.jspecify.annotations.NullMarked;
