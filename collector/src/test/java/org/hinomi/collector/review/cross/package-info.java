@NullMarked
package org.hinomi.collector.review.cross;

import org.jspecify.annotations.NullMarked;
