/** In: message texts as UTF-8. Out: their templates, and where their variable parts stand. */
@NullMarked
package org.hinomi.collector.record.template;

import org.jspecify.annotations.NullMarked;
