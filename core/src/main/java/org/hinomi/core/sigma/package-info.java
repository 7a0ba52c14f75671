/** Sigma rules: read, checked, compiled, matched against named fields. */
@NullMarked
package org.hinomi.core.sigma;

import org.jspecify.annotations.NullMarked;
