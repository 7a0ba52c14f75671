@NullMarked
package org.hinomi.collector.search;

import org.jspecify.annotations.NullMarked;
