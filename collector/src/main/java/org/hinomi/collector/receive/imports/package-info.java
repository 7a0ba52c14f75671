/** In: batches of imported frames. Out: chunks; a batch is answered when it is synced. */
@NullMarked
package org.hinomi.collector.receive.imports;

import org.jspecify.annotations.NullMarked;
