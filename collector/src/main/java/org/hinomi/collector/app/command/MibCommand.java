package org.hinomi.collector.app.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.hinomi.core.snmp.HinomiMib;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints HINOMI-MIB for the MIB folder of a network management system. */
@Command(
    name = "mib",
    description = "Print HINOMI-MIB (SMIv2), for a network management system.",
    mixinStandardHelpOptions = true)
public final class MibCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the call
  private CommandSpec spec;

  @Option(
      names = "--enterprise",
      paramLabel = "PEN",
      description =
          "Your private enterprise number, or an OID under 1.3.6.1.4.1, where the module is rooted"
              + " (default: ${DEFAULT-VALUE}, the number for documentation). The settings of agents"
              + " and collector must say the same.")
  private String enterprise = HinomiMib.DEFAULT_ENTERPRISE;

  @Override
  public Integer call() {
    HinomiMib mib;
    try {
      mib = HinomiMib.under(enterprise);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--enterprise: " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(mib.text());
    out.flush();
    return 0;
  }
}
