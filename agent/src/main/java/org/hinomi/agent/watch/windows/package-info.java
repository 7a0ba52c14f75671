/** In: event logs of Windows, through wevtapi. Out: their events as XML with the message text. */
@NullMarked
package org.hinomi.agent.watch.windows;

import org.jspecify.annotations.NullMarked;
