@NullMarked
package org.hinomi.collector.keep;

import org.jspecify.annotations.NullMarked;
