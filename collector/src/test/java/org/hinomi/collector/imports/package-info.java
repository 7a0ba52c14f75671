@NullMarked
package org.hinomi.collector.imports;

import org.jspecify.annotations.NullMarked;
