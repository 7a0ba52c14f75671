@NullMarked
package org.hinomi.collector.console;

import org.jspecify.annotations.NullMarked;
