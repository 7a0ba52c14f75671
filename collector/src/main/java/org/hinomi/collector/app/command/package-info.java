/** The commands. In: arguments. Out: text on standard output, problems on standard error. */
@NullMarked
package org.hinomi.collector.app.command;

import org.jspecify.annotations.NullMarked;
