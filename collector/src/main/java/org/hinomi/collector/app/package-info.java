/** The wiring of the collector and the command line. */
@NullMarked
package org.hinomi.collector.app;

import org.jspecify.annotations.NullMarked;
