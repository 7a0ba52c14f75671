/** One sampled value and the JSON in which a round of them travels. */
@NullMarked
package org.hinomi.core.sample;

import org.jspecify.annotations.NullMarked;
