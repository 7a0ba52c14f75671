@NullMarked
package org.hinomi.collector.decode.columns;

import org.jspecify.annotations.NullMarked;
