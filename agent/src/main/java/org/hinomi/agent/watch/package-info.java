/**
 * In: log files, the systemd journal, Windows event logs. Out: original records, each with the
 * position to resume from.
 */
@NullMarked
package org.hinomi.agent.watch;

import org.jspecify.annotations.NullMarked;
