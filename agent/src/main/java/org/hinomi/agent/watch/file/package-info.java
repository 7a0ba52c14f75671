/**
 * In: log files that grow and rotate. Out: their lines, each once, with the position to resume
 * from.
 */
@NullMarked
package org.hinomi.agent.watch.file;

import org.jspecify.annotations.NullMarked;
