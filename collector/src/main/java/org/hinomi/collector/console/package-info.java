/** The HTTP side: API, /metrics, /health. */
@NullMarked
package org.hinomi.collector.console;

import org.jspecify.annotations.NullMarked;
