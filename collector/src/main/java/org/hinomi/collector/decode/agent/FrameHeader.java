package org.hinomi.collector.decode.agent;

import org.jspecify.annotations.Nullable;

/**
 * What the header of an agent's frame says, but for its time.
 *
 * @param priority 0..191, or -1
 */
record FrameHeader(
    int priority, @Nullable String host, @Nullable String app, @Nullable String pid) {}
