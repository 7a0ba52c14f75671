@NullMarked
package org.hinomi.collector.imports.text;

import org.jspecify.annotations.NullMarked;
