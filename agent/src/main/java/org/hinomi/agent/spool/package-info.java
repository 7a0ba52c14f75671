/**
 * In: samples and records. Out: the same, durable and numbered, until the collector has
 * acknowledged them.
 */
@NullMarked
package org.hinomi.agent.spool;

import org.jspecify.annotations.NullMarked;
