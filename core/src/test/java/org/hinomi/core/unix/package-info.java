@NullMarked
package org.hinomi.core.unix;

import org.jspecify.annotations.NullMarked;
