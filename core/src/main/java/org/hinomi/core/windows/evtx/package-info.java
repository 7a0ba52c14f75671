/**
 * EVTX files read on any system. In: the bytes of a file, whole, dirty, truncated or carved. Out:
 * records with their events and XML, and every damage met on the way.
 */
@NullMarked
package org.hinomi.core.windows.evtx;

import org.jspecify.annotations.NullMarked;
