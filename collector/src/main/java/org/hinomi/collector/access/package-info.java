/**
 * In: names and passwords, tokens, sessions, orders of the operator. Out: who it is that asks the
 * collector something, and what they may.
 */
@NullMarked
package org.hinomi.collector.access;

import org.jspecify.annotations.NullMarked;
