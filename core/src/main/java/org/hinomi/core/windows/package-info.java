/**
 * Windows events as a model. In: event XML text, or the elements of a binary one. Out: {@link
 * org.hinomi.core.windows.WindowsEvent}, the same from both.
 */
@NullMarked
package org.hinomi.core.windows;

import org.jspecify.annotations.NullMarked;
