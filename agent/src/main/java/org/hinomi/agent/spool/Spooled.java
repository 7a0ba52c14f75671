package org.hinomi.agent.spool;

import org.hinomi.core.event.Identity;

/** An entry as it is read back: durable, with its identity. */
public record Spooled(Identity identity, SpoolEntry entry) {}
