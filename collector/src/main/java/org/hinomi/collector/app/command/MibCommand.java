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
@Command(name = "mib", mixinStandardHelpOptions = true)
public final class MibCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the call
  private CommandSpec spec;

  @Option(names = "--enterprise", paramLabel = "PEN")
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
