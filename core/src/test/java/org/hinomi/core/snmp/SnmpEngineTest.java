package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnmpEngineTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final SplittableRandom random = new SplittableRandom(1);
  @TempDir private Path folder;

  private SnmpEngine open() throws IOException {
    return SnmpEngine.open(folder, 32473, random, nanos::get);
  }

  @Test
  void theIdStaysAndBootsGoUp() throws Exception {
    SnmpEngine first = open();
    assertThat(HexFormat.of().formatHex(first.id())).startsWith("80007ed905").hasSize(34);
    assertThat(first.boots()).isEqualTo(1);
    nanos.addAndGet(7_999_999_999L);
    assertThat(first.time()).isEqualTo(7);
    SnmpEngine second = open();
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.boots()).isEqualTo(2);
    assertThat(second.time()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "engine-id 80007ed905",
        "engine-id 80007ed9\nboots 1\n",
        "engine-id 80007ed905aa\nboots -1\n",
        "engine-id 80007ed905aa\nboots x\n"
      })
  void aDamagedFileStopsTheStart(String content) throws Exception {
    Files.writeString(folder.resolve("snmp-engine"), content, US_ASCII);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("snmp-engine") + ": damaged (expected: ");
    assertThat(folder.resolve("snmp-engine")).hasContent(content);
  }

  @Test
  void bootsDoNotPassTheirMaximum() throws Exception {
    Files.writeString(
        folder.resolve("snmp-engine"), "engine-id 80007ed905aa\nboots 2147483646\n", US_ASCII);
    assertThatThrownBy(this::open).hasMessageContaining("boots has reached its maximum");
  }

  @Test
  void aFolderThatCannotBeWrittenStopsTheStart() {
    assertThatThrownBy(() -> SnmpEngine.open(folder.resolve("missing"), 32473, random, nanos::get))
        .isInstanceOf(IOException.class);
  }
}
