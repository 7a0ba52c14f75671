/** In: faults that are made on purpose. Out: what was sent, acknowledged, recorded, lost. */
@NullMarked
package org.hinomi.bench.fault;

import org.jspecify.annotations.NullMarked;
