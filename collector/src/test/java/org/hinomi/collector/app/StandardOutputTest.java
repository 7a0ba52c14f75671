package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final AtomicInteger ended = new AtomicInteger();

  @Test
  void endsTheProgramOnceNobodyReads() {
    StandardOutput out = new StandardOutput(failing("Broken pipe"), ended::incrementAndGet);
    assertThatThrownBy(() -> out.write('x')).isInstanceOf(IOException.class);
    assertThat(ended).hasValue(1);
  }

  @Test
  void anotherFaultIsOneAndWhatIsWrittenArrives() throws IOException {
    StandardOutput full =
        new StandardOutput(failing("No space left on device"), ended::incrementAndGet);
    assertThatThrownBy(() -> full.write(new byte[2])).hasMessage("No space left on device");
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    StandardOutput out = new StandardOutput(into, ended::incrementAndGet);
    out.write('a');
    out.write(new byte[] {'b', 'c'});
    assertThat(into).hasToString("abc");
    assertThat(ended).hasValue(0);
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
