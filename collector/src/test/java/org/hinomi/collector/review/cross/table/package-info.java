@NullMarked
package org.hinomi.collector.review.cross.table;

import org.jspecify.annotations.NullMarked;
