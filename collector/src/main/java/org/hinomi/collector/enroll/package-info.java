/**
 * In: requests of agents for certificates, orders of the operator. Out: certificates, and which of
 * them count no more.
 */
@NullMarked
package org.hinomi.collector.enroll;

import org.jspecify.annotations.NullMarked;
