@NullMarked
package org.hinomi.collector.imports.capture;

import org.jspecify.annotations.NullMarked;
