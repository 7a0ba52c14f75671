@NullMarked
package org.hinomi.core.mail;

import org.jspecify.annotations.NullMarked;
