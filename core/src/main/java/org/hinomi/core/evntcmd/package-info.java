/** In: files of Windows' evntcmd. Out: Sigma rules and the agent's trap destinations. */
@NullMarked
package org.hinomi.core.evntcmd;

import org.jspecify.annotations.NullMarked;
