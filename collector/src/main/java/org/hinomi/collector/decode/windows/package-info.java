/**
 * In: the XML of Windows events, from agents and imports alike. Out: their named fields; what a
 * field is made of stands in a table (events.txt), not in code.
 */
@NullMarked
package org.hinomi.collector.decode.windows;

import org.jspecify.annotations.NullMarked;
