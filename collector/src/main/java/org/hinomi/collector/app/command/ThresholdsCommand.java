package org.hinomi.collector.app.command;

import picocli.CommandLine.Command;

/** {@code thresholds}: levels, before they are in force. */
@Command(name = "thresholds", mixinStandardHelpOptions = true)
public final class ThresholdsCommand extends GroupCommand {}
