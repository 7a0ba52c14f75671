@NullMarked
package org.hinomi.core;

import org.jspecify.annotations.NullMarked;
