package org.hinomi.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void aMessageIsTakenAsItIs() {
    assertThat(Reason.of(new IOException("disk full"))).isEqualTo("disk full");
  }

  /** As the JDK's HTTP client throws them: without a word, the cause two causes deep. */
  @Test
  void connectionsThatFailSayWhy() {
    assertThat(Reason.of(failed(new ClosedChannelException()))).isEqualTo("nobody answers");
    assertThat(Reason.of(failed(new UnresolvedAddressException()))).isEqualTo("no such host");
  }

  @Test
  void whatSaysNothingIsNamed() {
    assertThat(Reason.of(new EOFException())).isEqualTo("EOFException");
  }

  private static ConnectException failed(Exception cause) {
    ConnectException inner = new ConnectException();
    inner.initCause(cause);
    ConnectException outer = new ConnectException();
    outer.initCause(inner);
    return outer;
  }
}
