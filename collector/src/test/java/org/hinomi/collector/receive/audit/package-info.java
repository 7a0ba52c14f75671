@NullMarked
package org.hinomi.collector.receive.audit;

import org.jspecify.annotations.NullMarked;
