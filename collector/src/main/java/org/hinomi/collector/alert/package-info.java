/** In: conditions met and cleared. Out: transitions of alerts, kept across restarts. */
@NullMarked
package org.hinomi.collector.alert;

import org.jspecify.annotations.NullMarked;
