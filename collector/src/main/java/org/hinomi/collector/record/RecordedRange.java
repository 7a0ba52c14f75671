package org.hinomi.collector.record;

/** Sequence numbers of one life of an agent that are all recorded, both ends included. */
public record RecordedRange(String agentId, long incarnation, long first, long last) {}
