/** In: the systemd journal, through journalctl. Out: its entries as JSON, each with its cursor. */
@NullMarked
package org.hinomi.agent.watch.journal;

import org.jspecify.annotations.NullMarked;
