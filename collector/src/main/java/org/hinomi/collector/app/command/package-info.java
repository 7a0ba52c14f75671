/** In: a command line. Out: an exit code: 0 done, 1 failed, 2 usage, 78 bad settings. */
@NullMarked
package org.hinomi.collector.app.command;

import org.jspecify.annotations.NullMarked;
