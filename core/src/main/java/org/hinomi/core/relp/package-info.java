/** RELP frames and the client side of a RELP session. */
@NullMarked
package org.hinomi.core.relp;

import org.jspecify.annotations.NullMarked;
