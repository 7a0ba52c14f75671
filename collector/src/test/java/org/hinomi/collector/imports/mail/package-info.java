@NullMarked
package org.hinomi.collector.imports.mail;

import org.jspecify.annotations.NullMarked;
