/** In: arguments of the command line. Out: what the command prints, and its exit code. */
@NullMarked
package org.hinomi.collector.app.command;

import org.jspecify.annotations.NullMarked;
