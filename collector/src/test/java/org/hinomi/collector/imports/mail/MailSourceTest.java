package org.hinomi.collector.imports.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.imports.read.Found;
import org.junit.jupiter.api.Test;

class MailSourceTest {
  static final String MAIL =
      """
      From: a@example.com
      Subject: two files
      Date: Tue, 14 Nov 2023 22:13:20 +0900
      Content-Type: multipart/mixed;
       boundary="b 1"

      preamble
      --b 1
      Content-Type: text/plain

      From here on, a body.
      --b 1
      Content-Type: application/pdf; name="a.pdf"
      Content-Disposition: attachment
      Content-Transfer-Encoding: base64

      QUJDREVGR0g=
      --b 1
      Content-Type: multipart/alternative; boundary=inner

      --inner
      Content-Disposition: attachment; filename*=utf-8''%E8%AB%8B.txt
      Content-Transfer-Encoding: quoted-printable

      ab=3Dc=
      d
      --inner--
      --b 1--
      """;

  private static List<Found> read(String text, boolean many) throws IOException {
    MailSource source =
        new MailSource(new ByteArrayInputStream(text.getBytes(UTF_8)), many, "m", bytes -> null);
    List<Found> all = new ArrayList<>();
    Found found;
    while ((found = source.next()) != null) {
      all.add(found);
    }
    assertThat(source.problems()).isEmpty();
    return all;
  }

  @Test
  void keepsTheHeaderAndNotesWhatIsAttached() throws Exception {
    List<Found> mails = read(MAIL, false);
    assertThat(mails).hasSize(1);
    assertThat(new String(mails.getFirst().bytes(), UTF_8))
        .isEqualTo(MAIL.substring(0, MAIL.indexOf("\n\n") + 1));
    assertThat(mails.getFirst().attributes())
        .contains("size=\"" + MAIL.getBytes(UTF_8).length + "\"")
        .contains(
            "{\\\"name\\\":\\\"a.pdf\\\",\\\"type\\\":\\\"application/pdf\\\",\\\"size\\\":8}")
        .contains("請.txt\\\",\\\"type\\\":\\\"\\\",\\\"size\\\":6}");
    assertThat(read(MAIL.replace("\n", "\r\n"), false).getFirst().attributes())
        .contains("\\\"size\\\":8}");
  }

  @Test
  void cutsMailboxes() throws Exception {
    String box =
        "From a@example.com Tue Nov 14 22:13:20 2023\n"
            + MAIL
            + "\nFrom b@example.com Tue Nov 14 22:13:21 2023\nSubject: second\n\nbody\n\n"
            + "From me to you.\n\n>From x 10:00\n";
    List<Found> mails = read(box, true);
    assertThat(mails).hasSize(2);
    assertThat(new String(mails.getLast().bytes(), UTF_8)).isEqualTo("Subject: second\n");
    assertThat(MailSource.isMbox(box.getBytes(UTF_8))).isTrue();
    assertThat(MailSource.isMbox(MAIL.getBytes(UTF_8))).isFalse();
    assertThat(MailSource.isMail(MAIL.getBytes(UTF_8))).isTrue();
    assertThat(MailSource.isMail("Nov 14 22:13:20 host a: b\n\n".getBytes(UTF_8))).isFalse();
    assertThat(MailSource.isMail("From: x\nonly: this\n".getBytes(UTF_8))).isFalse();
    assertThatThrownBy(() -> read("plain\n", true)).hasMessageContaining("not an mbox");
    assertThat(read("From a 10:00\n".repeat(100_000) + "A: b\n", true)).hasSize(1);
    assertThat(read("", true)).isEmpty();
    assertThat(read("", false)).isEmpty();
  }
}
