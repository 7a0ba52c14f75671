/** The headers of mails. In: bytes as servers store them. Out: names, values, words as text. */
@NullMarked
package org.hinomi.core.mail;

import org.jspecify.annotations.NullMarked;
