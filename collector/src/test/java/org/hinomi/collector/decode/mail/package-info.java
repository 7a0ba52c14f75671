@NullMarked
package org.hinomi.collector.decode.mail;

import org.jspecify.annotations.NullMarked;
