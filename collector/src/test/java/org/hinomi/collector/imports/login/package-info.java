@NullMarked
package org.hinomi.collector.imports.login;

import org.jspecify.annotations.NullMarked;
