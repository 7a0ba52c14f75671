/**
 * In: the text of what a program of Linux or a service wrote, and the program's name. Out: its
 * named fields; which texts are understood stands in a table (services.txt) where patterns do, in
 * code where they do not.
 */
@NullMarked
package org.hinomi.collector.decode.service;

import org.jspecify.annotations.NullMarked;
