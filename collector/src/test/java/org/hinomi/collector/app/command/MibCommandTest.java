package org.hinomi.collector.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.hinomi.core.snmp.HinomiMib;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MibCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheModuleUnderTheDefaultEnterprise() {
    assertThat(run()).isZero();
    assertThat(out.toString()).isEqualTo(HinomiMib.under("32473").text());
  }

  @Test
  void printsTheModuleUnderAnEnterpriseOfOnesOwn() {
    assertThat(run("--enterprise", "1.3.6.1.4.1.64512.3")).isZero();
    assertThat(out.toString()).isEqualTo(HinomiMib.under("1.3.6.1.4.1.64512.3").text());
  }

  @Test
  void aWrongEnterpriseIsAUsageError() {
    assertThat(run("--enterprise", "x")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("--enterprise: x (expected: a private enterprise number 1..4294967295");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return new CommandLine(new MibCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
