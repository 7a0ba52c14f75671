/**
 * What both programs know of an event: its identity, its transport, the frame in which an agent
 * sends it.
 */
@NullMarked
package org.hinomi.core.event;

import org.jspecify.annotations.NullMarked;
