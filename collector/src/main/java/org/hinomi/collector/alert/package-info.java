/**
 * In: decoded records, judged by detection. Out: transitions of alerts, kept across restarts, and
 * the notifications that wait for their destinations. The only stage that knows SQLite.
 */
@NullMarked
package org.hinomi.collector.alert;

import org.jspecify.annotations.NullMarked;
