/** Settings files read into typed values, with every problem reported by file and line. */
@NullMarked
package org.hinomi.core.settings;

import org.jspecify.annotations.NullMarked;
