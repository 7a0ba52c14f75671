package org.hinomi.collector.demo;

import org.jspecify.annotations.Nullable;

/**
 * Something that a machine records at a moment.
 *
 * @param micros microseconds since 1970
 * @param host whose record it is
 * @param incident that it is a trace of; null: everyday life
 */
record Draft(long micros, String host, Body body, @Nullable Incident incident) {}
