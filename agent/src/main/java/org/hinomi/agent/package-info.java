@NullMarked
package org.hinomi.agent;

import org.jspecify.annotations.NullMarked;
