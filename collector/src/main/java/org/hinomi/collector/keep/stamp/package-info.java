/**
 * In: lines of text. Out: time stamps of an authority over them (RFC 3161), and what they prove.
 */
@NullMarked
package org.hinomi.collector.keep.stamp;

import org.jspecify.annotations.NullMarked;
