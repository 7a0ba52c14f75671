@NullMarked
package org.hinomi.collector.app.command;

import org.jspecify.annotations.NullMarked;
