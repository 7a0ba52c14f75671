/** The wiring of the agent and its command line. */
@NullMarked
package org.hinomi.agent.app;

import org.jspecify.annotations.NullMarked;
