/** How a program is stopped: what was started last ends first, each by name. */
@NullMarked
package org.hinomi.core.lifecycle;

import org.jspecify.annotations.NullMarked;
