/** In: transitions of alerts. Out: RFC 5424 messages with the alarm element of RFC 5674. */
@NullMarked
package org.hinomi.collector.notify.syslog;

import org.jspecify.annotations.NullMarked;
