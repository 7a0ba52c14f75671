/** In: watched records. Out: the Sigma rules each of them matches. */
@NullMarked
package org.hinomi.agent.match;

import org.jspecify.annotations.NullMarked;
