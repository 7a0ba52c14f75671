/**
 * In: a seed and a month. Out: the records that a small Japanese company's machines would have sent
 * in it, the tables that its people keep, and what was planted among them.
 */
@NullMarked
package org.hinomi.collector.demo;

import org.jspecify.annotations.NullMarked;
