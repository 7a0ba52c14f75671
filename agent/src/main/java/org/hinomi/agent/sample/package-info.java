/** In: the operating system, through OSHI. Out: one round of samples each interval. */
@NullMarked
package org.hinomi.agent.sample;

import org.jspecify.annotations.NullMarked;
