@NullMarked
package org.hinomi.collector.audit;

import org.jspecify.annotations.NullMarked;
