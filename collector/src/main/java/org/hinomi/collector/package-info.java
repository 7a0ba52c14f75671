@NullMarked
package org.hinomi.collector;

import org.jspecify.annotations.NullMarked;
