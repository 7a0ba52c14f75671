package org.hinomi.collector.decode.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;

class ServiceDecoderTest {
  private static final long RECEIVED = 1_795_457_696_000_000L;

  private final ServiceDecoder services = new ServiceDecoder();

  private Map<String, Object> read(String program, String text) {
    Map<String, Object> fields = new HashMap<>();
    assertThat(services.read(program, text, fields, RECEIVED, ZoneOffset.UTC)).as(text).isTrue();
    return fields;
  }

  private Map<String, Object> line(String text) {
    Map<String, Object> fields = new HashMap<>();
    assertThat(services.readLine(text, fields, RECEIVED, ZoneOffset.UTC)).as(text).isTrue();
    return fields;
  }

  @Test
  void leavesUnknownProgramsAlone() {
    Map<String, Object> fields = new HashMap<>();

    assertThat(services.read("frobnicator", "Accepted x", fields, 0, ZoneOffset.UTC)).isFalse();
    assertThat(services.readLine("a text of nobody", fields, 0, ZoneOffset.UTC)).isFalse();
    assertThat(fields).isEmpty();
  }

  @Test
  void readsLogonsWithKeyAndPort() {
    assertThat(
            read(
                "sshd-session",
                "Accepted publickey for alice from 192.0.2.7 port 50123 ssh2: ED25519"
                    + " SHA256:kzfjfps/WFgXAdNgzvHBLuI072Y"))
        .containsEntry(Fields.EVENT_ACTION, "logged-in")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.EVENT_CATEGORY, "authentication")
        .containsEntry(Fields.USER_NAME, "alice")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.7")
        .containsEntry(Fields.SOURCE_PORT, 50123L)
        .containsEntry(Fields.AUTH_METHOD, "publickey")
        .containsEntry(Fields.SSH_KEY_TYPE, "ED25519")
        .containsEntry(Fields.SSH_KEY_FINGERPRINT, "SHA256:kzfjfps/WFgXAdNgzvHBLuI072Y");
  }

  /** A name that an attacker chose does not move the address. */
  @Test
  void keepsTheAddressApartFromTheName() {
    assertThat(
            read(
                "sshd",
                "Failed password for invalid user x from 198.51.100.1 from 192.0.2.7 port 22 ssh2"))
        .containsEntry(Fields.USER_NAME, "x from 198.51.100.1")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.7")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
  }

  @Test
  void givesUpOnTextsMadeToKeepItBusy() {
    String text = "Failed password for " + " from a port ".repeat(600);

    Map<String, Object> fields = new HashMap<>();
    assertThat(services.read("sshd", text, fields, 0, ZoneOffset.UTC)).isFalse();
  }

  @Test
  void readsSudoAndSu() {
    assertThat(
            read(
                "sudo",
                "   bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/ls -l /root"))
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.USER_TARGET_NAME, "root")
        .containsEntry(Fields.PROCESS_COMMAND_LINE, "/bin/ls -l /root")
        .containsEntry(Fields.PROCESS_DIRECTORY, "/home/bob")
        .containsEntry(Fields.EVENT_OUTCOME, "success");
    assertThat(
            read(
                "sudo",
                "bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ;"
                    + " COMMAND=/bin/ls"))
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.EVENT_REASON, "3 incorrect password attempts");
    assertThat(read("su", "FAILED SU (to root) bob on pts/1"))
        .containsEntry(Fields.USER_NAME, "bob")
        .containsEntry(Fields.USER_TARGET_NAME, "root");
  }

  @Test
  void theEndOfALogIsNotItsStart() {
    assertThat(read("rsyslogd", "[origin software=\"rsyslogd\" x-pid=\"1\"] exiting on signal 15."))
        .containsEntry(Fields.EVENT_ACTION, "log-stopped");
    assertThat(read("rsyslogd", "[origin software=\"rsyslogd\" x-pid=\"1\"] start"))
        .containsEntry(Fields.EVENT_ACTION, "log-started");
    assertThat(read("syslog-ng", "syslog-ng shutting down; version='3.38.1'"))
        .containsEntry(Fields.EVENT_ACTION, "log-stopped");
  }

  @Test
  void readsPamBehindAnyProgram() {
    assertThat(
            read(
                "somed",
                "pam_unix(somed:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser="
                    + " rhost=192.0.2.9  user=carol"))
        .containsEntry(Fields.USER_NAME, "carol")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.9");
  }

  @Test
  void readsAccounts() {
    assertThat(
            read(
                "useradd",
                "new user: name=dave, UID=1004, GID=1004, home=/home/dave, shell=/bin/sh"))
        .containsEntry(Fields.EVENT_ACTION, "account-created")
        .containsEntry(Fields.USER_TARGET_NAME, "dave")
        .containsEntry(Fields.USER_TARGET_ID, "1004");
    assertThat(read("usermod", "add 'dave' to group 'sudo'"))
        .containsEntry(Fields.EVENT_ACTION, "member-added")
        .containsEntry(Fields.GROUP_NAME, "sudo");
  }

  @Test
  void readsFaultsOfDisksAndMemory() {
    assertThat(
            read(
                "kernel",
                "[12345.678901] blk_update_request: I/O error, dev sda, sector 123456 op 0x0:(READ)"))
        .containsEntry(Fields.EVENT_ACTION, "io-error")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.VOLUME_DEVICE, "sda");
    assertThat(read("kernel", "EXT4-fs error (device dm-0): ext4_lookup:1700: inode #2: comm ls"))
        .containsEntry(Fields.EVENT_ACTION, "file-system-error")
        .containsEntry(Fields.VOLUME_DEVICE, "dm-0");
    assertThat(
            read(
                "kernel",
                "Out of memory: Killed process 4711 (java) total-vm:8000000kB, anon-rss:1kB"))
        .containsEntry(Fields.EVENT_ACTION, "out-of-memory")
        .containsEntry(Fields.PROCESS_CHILD_NAME, "java")
        .containsEntry(Fields.PROCESS_CHILD_PID, 4711L);
    assertThat(
            read(
                "smartd",
                "Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors (changed +8)"))
        .containsEntry(Fields.EVENT_ACTION, "disk-failing")
        .containsEntry(Fields.EVENT_COUNT, 8L);
    assertThat(read("dmeventd", "WARNING: Snapshot vg0/snap is now 90.05% full."))
        .containsEntry(Fields.EVENT_ACTION, "snapshot-full");
  }

  @Test
  void aRequestWithoutAnAnswerIsNoSuccess() {
    assertThat(
            line(
                "1795839658.169      0 192.0.2.7 NONE_NONE/000 0 -"
                    + " error:transaction-end-before-headers - HIER_NONE/- -"))
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "exception")
        .containsEntry(Fields.PROXY_RESULT, "NONE_NONE");
  }

  @Test
  void readsUnits() {
    assertThat(read("systemd", "shop.service: Failed with result 'exit-code'."))
        .containsEntry(Fields.EVENT_ACTION, "service-failed")
        .containsEntry(Fields.SERVICE_NAME, "shop.service")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.EVENT_REASON, "exit-code");
  }

  @Test
  void decodesAuditRecords() {
    assertThat(
            line(
                "type=USER_LOGIN msg=audit(1373330716.415:4063): user pid=11998 uid=0 auid=1000 ses=2"
                    + " msg='op=login acct=28756E6B6E6F776E207573657229 exe=\"/usr/sbin/sshd\""
                    + " hostname=? addr=203.0.113.4 terminal=ssh res=failed'"))
        .containsEntry(Fields.USER_NAME, "(unknown user)")
        .containsEntry(Fields.SOURCE_IP, "203.0.113.4")
        .containsEntry(Fields.EVENT_ACTION, "logon-failed")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.EVENT_CODE, "USER_LOGIN")
        .containsEntry(Fields.AUDITD + "sequence", "4063");
    assertThat(services.program()).isEqualTo("auditd");
    assertThat(services.timeMicros()).isEqualTo(1_373_330_716_415_000L);
  }

  @Test
  void readsPostfix() {
    assertThat(
            read(
                "postfix/smtp",
                "7EE668039: to=<a@example.com>, orig_to=<b>, relay=mx.example.com[192.0.2.4]:25,"
                    + " delay=3.6, delays=0.2/0.02/0.04/3.3, dsn=2.0.0, status=sent (250 Ok)"))
        .containsEntry(Fields.EMAIL_QUEUE_ID, "7EE668039")
        .containsEntry(Fields.EMAIL_TO, "a@example.com")
        .containsEntry(Fields.EMAIL_ORIGINAL_TO, "b")
        .containsEntry(Fields.DESTINATION_IP, "192.0.2.4")
        .containsEntry(Fields.DESTINATION_DOMAIN, "mx.example.com")
        .containsEntry(Fields.DESTINATION_PORT, 25L)
        .containsEntry(Fields.EVENT_DURATION, 3_600_000_000L)
        .containsEntry(Fields.EMAIL_STATUS, "sent")
        .containsEntry(Fields.EMAIL_RESPONSE, "250 Ok")
        .containsEntry(Fields.EVENT_OUTCOME, "success");
    assertThat(
            read(
                "postfix/cleanup",
                "D95341E50350: info: header Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from local;"
                    + " from=<a@example.com> to=<b@example.com>"))
        .containsEntry(Fields.EMAIL_SUBJECT, "Grüße from local");
  }

  /** Names that are not ASCII stand in either way (RFC 2047, 2231); Postfix writes ? for a fold. */
  @Test
  void readsNamesOfAttachmentsFromHeaderChecks() {
    String after = " from mail.example.com[192.0.2.3]; from=<a@example.com> to=<b@example.com>";
    assertThat(
            read(
                "postfix/cleanup",
                "D95341E50350: warning: header Content-Disposition: attachment;?"
                    + " filename*=utf-8''%E7%B5%A6%E4%B8%8E%20a.xlsx"
                    + after))
        .containsEntry(Fields.EMAIL_ATTACHMENT_NAMES, "給与 a.xlsx");
    assertThat(
            read(
                "postfix/cleanup",
                "D95341E50350: warning: header Content-Disposition: attachment;??"
                    + "filename*0*=utf-8''%E7%B5%A6;?? filename*1*=%E4%B8%8E.xlsx"
                    + after))
        .containsEntry(Fields.EMAIL_ATTACHMENT_NAMES, "給与.xlsx");
    assertThat(
            read(
                "postfix/cleanup",
                "D95341E50350: warning: header Content-Type: application/zip; name=\"=?utf-8?B?"
                    + "57Wm5LiO?=.zip\""
                    + after))
        .containsEntry(Fields.EMAIL_ATTACHMENT_NAMES, "給与.zip");
  }

  @Test
  void readsAccessLogs() {
    assertThat(
            line(
                "www.example.com:443 192.0.2.8 - erin [25/Oct/2021:11:05:52 +0200] \"GET /a?b=\\\"c"
                    + " HTTP/1.1\" 403 6963 \"-\" \"curl/8\""))
        .containsEntry(Fields.SOURCE_IP, "192.0.2.8")
        .containsEntry(Fields.USER_NAME, "erin")
        .containsEntry(Fields.DESTINATION_DOMAIN, "www.example.com")
        .containsEntry(Fields.DESTINATION_PORT, 443L)
        .containsEntry(Fields.HTTP_METHOD, "GET")
        .containsEntry(Fields.URL_ORIGINAL, "/a?b=\\\"c")
        .containsEntry(Fields.HTTP_STATUS, 403L)
        .containsEntry(Fields.USER_AGENT, "curl/8")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
    assertThat(services.timeMicros())
        .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2021-10-25T09:05:52Z")));
  }

  /** What a client sends as its user name cannot pass for another client. */
  @Test
  void takesTheClientThatNginxNames() {
    assertThat(
            line(
                "2014/04/03 22:20:40 [error] 30708#0: *3 user \"a\": password mismatch, client:"
                    + " 198.51.100.1, server: x, request: \"GET / HTTP/1.1\", host: \"h\": was not found"
                    + " in \"/etc/p\", client: 192.0.2.2, server: s, request: \"GET / HTTP/1.1\", host:"
                    + " \"h\""))
        .containsEntry(Fields.SOURCE_IP, "192.0.2.2");
  }

  @Test
  void readsSambaWithAnyPrefix() {
    assertThat(
            read(
                "smbd_audit",
                "DOM\\frank|192.0.2.3|pc7|docs|renameat|fail (Permission denied)|a|b"))
        .containsEntry(Fields.USER_NAME, "frank")
        .containsEntry(Fields.USER_DOMAIN, "DOM")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.3")
        .containsEntry(Fields.SOURCE_DOMAIN, "pc7")
        .containsEntry(Fields.SERVICE_NAME, "docs")
        .containsEntry(Fields.FILE_PATH, "a")
        .containsEntry(Fields.FILE_TARGET_PATH, "b")
        .containsEntry(Fields.EVENT_REASON, "Permission denied")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
  }

  @Test
  void readsFirewalls() {
    assertThat(
            read(
                "kernel",
                "[126140.6] [UFW BLOCK] IN=eth0 OUT= MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00"
                    + " SRC=203.0.113.5 DST=192.0.2.1 LEN=52 PROTO=TCP SPT=17833 DPT=22 SYN URGP=0"))
        .containsEntry(Fields.EVENT_ACTION, "packet-dropped")
        .containsEntry(Fields.SOURCE_IP, "203.0.113.5")
        .containsEntry(Fields.DESTINATION_PORT, 22L)
        .containsEntry(Fields.NETWORK_TRANSPORT, "tcp")
        .containsEntry(Fields.SOURCE_MAC, "66:77:88:99:aa:bb");
  }
}
