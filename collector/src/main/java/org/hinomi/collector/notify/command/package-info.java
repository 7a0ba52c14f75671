/** In: messages about alerts. Out: programs of this machine that are run. */
@NullMarked
package org.hinomi.collector.notify.command;

import org.jspecify.annotations.NullMarked;
