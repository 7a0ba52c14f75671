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
  void theWayOfPostfixAndOfMicrosoft365() {
    MailReading mail =
        new MailDecoder()
            .read(
                """
                Received: from relay.example.org (relay.example.org [203.0.113.25])
                \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
                \t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
                \t(No client certificate requested by us)
                \tby mx.example.jp (Postfix) with ESMTPS id 4XyZ11
                \tfor <taro@example.jp>; Mon, 23 Nov 2026 09:00:10 +0900 (JST)
                Received: from a.example.com (192.0.2.41) by b.example.com (10.152.1.1) with Microsoft
                 SMTP Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.1234.10 via
                 Frontend Transport; Mon, 23 Nov 2026 00:00:01 +0000
                Received: (qmail 1234 invoked by uid 89); 23 Nov 2026 00:00:00 -0000

                """,
                "");
    assertThat(mail.fields())
        .containsEntry(
            Fields.EMAIL_HOPS,
            List.of(
                "- → -",
                "a.example.com [192.0.2.41] → b.example.com (Microsoft SMTP Server)",
                "relay.example.org [203.0.113.25] → mx.example.jp (ESMTPS)"))
        .containsEntry(Fields.EMAIL_HOP_DELAYS, List.of("", "1", "9"))
        .containsEntry(Fields.SOURCE_IP, "203.0.113.25");
  }

  @Test
  void eachFilterOfAServerMayWriteResultsOfItsOwn() {
    MailReading mail =
        new MailDecoder()
            .read(
                """
                Authentication-Results: mx.example.jp; dmarc=fail (p=reject) header.from=example.com
                Authentication-Results: MX.example.net; arc=fail
                Authentication-Results: mx.example.jp;
                 dkim=fail header.d=example.com; dkim=pass header.d=x.example
                Authentication-Results: mx.example.jp 1;
                 spf=softfail smtp.mailfrom="x; spf=pass (\\"; arc=pass "@example.com; dmarc=pass
                Received: from relay.example.org (relay.example.org [203.0.113.25])
                \tby mx.example.jp (Postfix) with ESMTPS id 4XyZ11; Mon, 23 Nov 2026 09:00:10 +0900
                Authentication-Results: mx.example.jp; arc=pass
                From: a@example.com

                """,
                "");
    assertThat(mail.fields())
        .containsEntry(Fields.EMAIL_AUTHENTICATION_SERVER, "mx.example.jp")
        .containsEntry(Fields.EMAIL_DMARC, List.of("fail"))
        .containsEntry(Fields.EMAIL_DKIM, List.of("fail", "pass"))
        .containsEntry(Fields.EMAIL_SPF, List.of("softfail"))
        .doesNotContainKey(Fields.EMAIL_ARC)
        .containsEntry(Fields.EMAIL_FINDINGS, List.of("dmarc-fail", "spf-fail"));
  }

  @Test
  void resultsOfMicrosoft365NameNoServer() {
    MailReading mail =
        new MailDecoder()
            .read(
                """
                Authentication-Results: spf=pass (sender IP is 209.85.220.41)
                 smtp.mailfrom=gmail.com; dkim=pass (signature was verified)
                 header.d=gmail.com;dmarc=pass action=none
                 header.from=gmail.com;compauth=pass reason=100
                Authentication-Results: spf=fail; arc=pass
                From: a@gmail.com

                """,
                "");
    assertThat(mail.fields())
        .doesNotContainKey(Fields.EMAIL_AUTHENTICATION_SERVER)
        .containsEntry(Fields.EMAIL_SPF, List.of("pass"))
        .containsEntry(Fields.EMAIL_DKIM, List.of("pass"))
        .containsEntry(Fields.EMAIL_DMARC, List.of("pass"))
        .doesNotContainKey(Fields.EMAIL_ARC);
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
