/** In: wtmp and btmp. Out: their records as JSON, with what those before them say of each. */
@NullMarked
package org.hinomi.agent.watch.login;

import org.jspecify.annotations.NullMarked;
