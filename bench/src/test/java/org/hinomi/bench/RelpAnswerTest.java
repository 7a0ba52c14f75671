package org.hinomi.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelpAnswerTest {
  @Test
  void answersAreReadOneBehindTheOther() throws Exception {
    ByteArrayInputStream in = in("1 rsp 32 200 OK\nrelp_version=0\ncommands=x\n7 rsp 3 200\n");

    RelpAnswer.read(in, 1);
    RelpAnswer.read(in, 7);

    assertThat(in.available()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8 rsp 6 200 OK|expected: to 7",
        "7 rsp 11 500 no room|expected: 200",
        "7 rsp 4 2000|expected: 200",
        "7 rsp 0|expected: 200",
        "0 serverclose 0|serverclose",
        "7 rsp 3 200 OK|end is missing",
        "7 rsp 99999999999 200|end is missing",
        "7 rsp 60 200 OK|closed",
        "7|closed"
      })
  void whateverElseComesIsAFailure(String answer, String says) {
    ByteArrayInputStream in = in(answer + (says.equals("closed") ? "" : "\n"));

    assertThatThrownBy(() -> RelpAnswer.read(in, 7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(says);
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }
}
