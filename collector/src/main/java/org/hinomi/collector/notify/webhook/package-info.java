/** In: messages about alerts. Out: JSON to HTTP receivers. */
@NullMarked
package org.hinomi.collector.notify.webhook;

import org.jspecify.annotations.NullMarked;
