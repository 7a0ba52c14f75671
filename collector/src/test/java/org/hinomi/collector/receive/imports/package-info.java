@NullMarked
package org.hinomi.collector.receive.imports;

import org.jspecify.annotations.NullMarked;
