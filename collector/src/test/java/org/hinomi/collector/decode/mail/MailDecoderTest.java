package org.hinomi.collector.decode.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;

class MailDecoderTest {
  private static final String PHISHING =
      """
      Return-Path: <bounce@bulk.example.net>
      Received: from mx.example.jp (mx.example.jp [10.0.0.3])
       by mail.example.jp (Postfix) with ESMTPS id 4ABC
       for <taro@example.jp>; Tue, 14 Nov 2023 22:15:20 +0900 (JST)
      Received: from evil.example.net (unknown [203.0.113.5])
       by mx.example.jp (Postfix) with ESMTP id 3ABC; Tue, 14 Nov 2023 22:14:20 +0900
      Authentication-Results: mx.example.jp;
       spf=fail (sender (x) spf=pass) smtp.mailfrom=bulk.example.net;
       dkim=none; dmarc=fail header.from=bank.example.com; arc=none
      Authentication-Results: evil.example.net; spf=pass; dkim=pass
      From: "=?UTF-8?B?6YqA6KGM?= <info@bank.example.org>" <x@bank.example.com>
      Reply-To: thief@free.example.org
      To: taro@example.jp, Hanako <hanako@example.jp>
      Subject: =?ISO-2022-JP?B?GyRCPUVNVxsoQg==?=
      Message-ID: <1@x>
      Date: Tue, 14 Nov 2023 13:13:50 GMT

      """;

  @Test
  void readsTheWayTheResultsAndWhatDoesNotFit() {
    MailReading mail =
        new MailDecoder().read(PHISHING, "[{\"name\":\"a.zip\",\"type\":\"x\",\"size\":7}]");
    Map<String, Object> fields = mail.fields();
    assertThat(mail.message()).isEqualTo("x@bank.example.com → taro@example.jp (+1): 重要");
    assertThat(mail.host()).isEqualTo("mail.example.jp");
    assertThat(mail.seconds()).hasValue(1_699_967_720L);
    assertThat(fields)
        .containsEntry(Fields.EMAIL_SPF, List.of("fail"))
        .containsEntry(Fields.EMAIL_DKIM, List.of("none"))
        .containsEntry(Fields.EMAIL_DMARC, List.of("fail"))
        .containsEntry(Fields.EMAIL_AUTHENTICATION_SERVER, "mx.example.jp")
        .containsEntry(
            Fields.EMAIL_HOPS,
            List.of(
                "evil.example.net [203.0.113.5] → mx.example.jp (ESMTP)",
                "mx.example.jp [10.0.0.3] → mail.example.jp (ESMTPS)"))
        .containsEntry(Fields.EMAIL_HOP_DELAYS, List.of("30", "60"))
        .containsEntry(Fields.EMAIL_DELAY, 90L)
        .containsEntry(Fields.EMAIL_DELAY_LONGEST, 60L)
        .containsEntry(Fields.SOURCE_IP, "203.0.113.5")
        .containsEntry(Fields.SOURCE_DOMAIN, "evil.example.net")
        .containsEntry(Fields.EMAIL_SUBJECT, "重要")
        .containsEntry(Fields.EMAIL_ATTACHMENT_NAMES, List.of("a.zip"))
        .containsEntry(
            Fields.EMAIL_FINDINGS,
            List.of(
                "return-path-mismatch",
                "reply-to-mismatch",
                "from-name-mismatch",
                "dmarc-fail",
                "spf-fail"));
  }

  @Test
  void aPlainMailHasNoFindings() {
    MailReading mail =
        new MailDecoder()
            .read(
                "Return-Path: <a@lists.example.com>\nFrom: a@example.com\nTo: b@example.com\n", "");
    assertThat(mail.fields()).doesNotContainKey(Fields.EMAIL_FINDINGS);
    assertThat(mail.host()).isNull();
    assertThat(mail.seconds()).isEmpty();
  }
}
