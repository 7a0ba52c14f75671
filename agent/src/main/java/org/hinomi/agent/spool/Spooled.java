package org.hinomi.agent.spool;

import org.hinomi.core.event.Identity;

/** An entry with its identity; durable where the spool gave it out. */
public record Spooled(Identity identity, SpoolEntry entry) {}
