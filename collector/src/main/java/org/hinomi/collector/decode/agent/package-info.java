/**
 * In: frames of our own agents. Out: events and sample rounds with their identity; the original
 * record is the frame's MSG.
 */
@NullMarked
package org.hinomi.collector.decode.agent;

import org.jspecify.annotations.NullMarked;
