/** In: steps and groups of alerts. Out: the words for them, in English or Japanese. */
@NullMarked
package org.hinomi.collector.notify.text;

import org.jspecify.annotations.NullMarked;
