/** In: a token, the agent's state. Out: the agent's certificate, got and renewed. */
@NullMarked
package org.hinomi.agent.enroll;

import org.jspecify.annotations.NullMarked;
