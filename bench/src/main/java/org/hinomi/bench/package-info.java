@NullMarked
package org.hinomi.bench;

import org.jspecify.annotations.NullMarked;
