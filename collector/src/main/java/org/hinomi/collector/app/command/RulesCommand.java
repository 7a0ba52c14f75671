package org.hinomi.collector.app.command;

import picocli.CommandLine.Command;

/** {@code rules}: what rules on events do, before they do it. */
@Command(name = "rules", mixinStandardHelpOptions = true)
public final class RulesCommand extends GroupCommand {}
