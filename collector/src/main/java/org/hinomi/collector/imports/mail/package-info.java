/**
 * Stored mails. In: a file with one (eml) or with many (mbox). Out: the header section of each,
 * with the names and sizes of what is attached. Bodies are passed over and not kept.
 */
@NullMarked
package org.hinomi.collector.imports.mail;

import org.jspecify.annotations.NullMarked;
