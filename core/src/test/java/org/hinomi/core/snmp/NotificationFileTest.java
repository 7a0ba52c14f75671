package org.hinomi.core.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

@Timeout(20)
class NotificationFileTest {
  private static final OID NUMBER = new OID("1.3.6.1.4.1.32473.9");

  @TempDir private Path folder;

  private NotificationFile open() throws IOException {
    return open(1 << 20);
  }

  private NotificationFile open(long most) throws IOException {
    return new NotificationFile(folder.resolve("nms_162"), most);
  }

  private static PDU numbered(int number) {
    PDU pdu = new PDU();
    pdu.setType(PDU.INFORM);
    pdu.add(new VariableBinding(NUMBER, new Integer32(number)));
    return pdu;
  }

  private static int first(NotificationFile file) throws IOException, InterruptedException {
    PDU pdu = file.first();
    assertThat(pdu.getType()).isEqualTo(PDU.INFORM);
    return pdu.getVariable(NUMBER).toInt();
  }

  @Test
  void whatWaitsIsThereAfterAKill() throws Exception {
    NotificationFile killed = open(); // never closed
    for (int i = 0; i < 5; i++) {
      assertThat(killed.offer(numbered(i))).isTrue();
    }
    assertThat(first(killed)).isZero();
    killed.done();
    NotificationFile again = open();
    for (int i = 1; i < 5; i++) {
      assertThat(first(again)).isEqualTo(i);
      again.done();
    }
    again.offer(numbered(7));
    assertThat(first(again)).isEqualTo(7);
    again.close();
    assertThat(first(open())).isEqualTo(7);
  }

  /** Who offers is being stopped, or who reads is. */
  @Test
  void anInterruptLosesNothingAndSendsNothingTwice() throws Exception {
    NotificationFile file = open(400);
    int next = 0;
    for (int i = 0; i < 1000; i++) { // the file is made anew meanwhile
      Thread.currentThread().interrupt();
      assertThat(file.offer(numbered(i))).isTrue();
      assertThat(Thread.interrupted()).as("told to what waits next").isTrue();
      if (i % 3 > 0) {
        assertThat(first(file)).isEqualTo(next++);
        Thread.currentThread().interrupt();
        file.done();
        assertThat(Thread.interrupted()).isTrue();
      }
      if (i - next > 5) {
        assertThat(first(file)).isEqualTo(next++);
        file.done();
      }
    }
    Thread.currentThread().interrupt();
    file.close();
    assertThat(Thread.interrupted()).isTrue();
    NotificationFile again = open(400);
    for (; next < 1000; next++) {
      assertThat(first(again)).isEqualTo(next);
      again.done();
    }
  }

  @Test
  void interruptsInTheMidstOfWritingLoseNothing() throws Exception {
    NotificationFile file = open();
    AtomicInteger offered = new AtomicInteger();
    Thread source =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 5000; i++) {
                      assertThat(file.offer(numbered(i))).isTrue();
                      offered.incrementAndGet();
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    while (!source.join(Duration.ofNanos(50_000))) {
      source.interrupt();
    }
    assertThat(offered).hasValue(5000);
    for (int i = 0; i < 5000; i++) {
      assertThat(first(file)).isEqualTo(i);
      file.done();
    }
    file.close();
  }

  @Test
  void aTornEndIsCutOffAtEveryOctet() throws Exception {
    NotificationFile written = open();
    written.offer(numbered(1));
    written.offer(numbered(2));
    written.close();
    Path file = folder.resolve("nms_162");
    byte[] whole = Files.readAllBytes(file);
    int second = 8 + (whole.length - 8) / 2;
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      NotificationFile torn = open();
      torn.offer(numbered(3));
      assertThat(first(torn)).isEqualTo(length < second ? 3 : 1);
      torn.done();
      if (length >= second) {
        assertThat(first(torn)).isEqualTo(3);
      }
      torn.close();
    }
  }

  @Test
  void aFlippedBitIsNoInform() throws Exception {
    NotificationFile written = open();
    written.offer(numbered(1));
    written.close();
    Path file = folder.resolve("nms_162");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 8; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      NotificationFile opened = open();
      opened.offer(numbered(2));
      assertThat(first(opened)).as("octet " + i).isEqualTo(2);
      opened.close();
    }
  }

  @Test
  void itIsBoundedAndStaysSo() throws Exception {
    NotificationFile small = open(400);
    int offered = 0;
    while (small.offer(numbered(offered))) {
      offered++;
    }
    assertThat(offered).isBetween(5, 20);
    for (int i = 0; i < 1000; i++) { // one goes, one comes: the file does not grow with it
      assertThat(first(small)).isEqualTo(i);
      small.done();
      assertThat(small.offer(numbered(offered + i))).isTrue();
      assertThat(Files.size(folder.resolve("nms_162"))).isLessThan(1000);
    }
    small.close();
    assertThat(first(open(400))).isEqualTo(1000);
  }
}
