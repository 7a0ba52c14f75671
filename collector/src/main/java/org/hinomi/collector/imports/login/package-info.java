/**
 * In: files of wtmp and btmp. Out: their records as JSON, with what those before them say of each,
 * and what could not be read.
 */
@NullMarked
package org.hinomi.collector.imports.login;

import org.jspecify.annotations.NullMarked;
