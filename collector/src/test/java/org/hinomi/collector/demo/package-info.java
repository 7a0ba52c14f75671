@NullMarked
package org.hinomi.collector.demo;

import org.jspecify.annotations.NullMarked;
