package org.hinomi.agent.spool;

/** The key under which a position is kept. */
record StreamKey(String source, String stream) {}
