/** Tests of the package of the same name, with authorities of their own. */
@NullMarked
package org.hinomi.collector.keep.stamp;

import org.jspecify.annotations.NullMarked;
