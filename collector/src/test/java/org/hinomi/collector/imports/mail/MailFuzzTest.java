package org.hinomi.collector.imports.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.decode.mail.MailDecoder;
import org.hinomi.collector.imports.read.Found;

class MailFuzzTest {
  @FuzzTest
  void anyFileIsRead(byte[] bytes) throws IOException {
    String start = "From a 10:00\nContent-Type: multipart/mixed; boundary=b\n";
    byte[] head = start.getBytes(StandardCharsets.US_ASCII);
    byte[] mail = java.util.Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, mail, head.length, bytes.length);
    for (boolean many : new boolean[] {true, false}) {
      MailSource source = new MailSource(new ByteArrayInputStream(mail), many, "m", b -> null);
      Found found;
      while ((found = source.next()) != null) {
        assertThat(found.fullLength()).isGreaterThanOrEqualTo(found.bytes().length);
      }
    }
    assertThat(MailSource.isMail(bytes)).isIn(true, false);
    assertThat(MailSource.isMbox(bytes)).isIn(true, false);
  }

  @FuzzTest
  void anyHeaderIsDecoded(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String header =
        "From: " + text + "\nReceived: from " + text + "\nAuthentication-Results: " + text + "\n";
    assertThat(new MailDecoder().read(header, "").message()).isNotEmpty();
    assertThat(new MailDecoder().read(text, "").message()).isNotEmpty();
  }
}
