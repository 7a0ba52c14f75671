package org.hinomi.collector.decode.service;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import org.hinomi.collector.decode.agent.AgentDecoder;
import org.hinomi.collector.decode.syslog.Senders;
import org.hinomi.collector.decode.syslog.SyslogDecoder;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Lines with expected fields of public projects: at least 95 % of the fields come out. What is read
 * by other decoders (JSON, Windows, CEF and key=value of devices) is not asked here.
 */
class ServiceDataTest {
  private static final double WANTED = 95;
  private static final double WRONG_AT_MOST = 3;

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** Values that crowdsec's parsers name, and where they are here. */
  private static final Map<String, List<String>> CROWDSEC =
      Map.ofEntries(
          entry("source_ip", List.of(Fields.SOURCE_IP)),
          entry("src_ip", List.of(Fields.SOURCE_IP)),
          entry("client_ip", List.of(Fields.SOURCE_IP)),
          entry("clientip", List.of(Fields.SOURCE_IP)),
          entry("remote_addr", List.of(Fields.SOURCE_IP)),
          entry("remote_ip", List.of(Fields.SOURCE_IP)),
          entry("ip_source", List.of(Fields.SOURCE_IP)),
          entry("sshd_client_ip", List.of(Fields.SOURCE_IP)),
          entry("dovecot_remote_ip", List.of(Fields.SOURCE_IP)),
          entry("dovecot_local_ip", List.of(Fields.DESTINATION_IP)),
          entry("target_ip", List.of(Fields.DESTINATION_IP)),
          entry("dst_ip", List.of(Fields.DESTINATION_IP)),
          entry("dest_ip", List.of(Fields.DESTINATION_IP)),
          entry("source_port", List.of(Fields.SOURCE_PORT)),
          entry("src_port", List.of(Fields.SOURCE_PORT)),
          entry("client_port", List.of(Fields.SOURCE_PORT)),
          entry("remote_port", List.of(Fields.SOURCE_PORT)),
          entry("sshd_port", List.of(Fields.SOURCE_PORT)),
          entry("sshd_client_port", List.of(Fields.SOURCE_PORT)),
          entry("target_port", List.of(Fields.DESTINATION_PORT, Fields.EVENT_REASON)),
          entry("dst_port", List.of(Fields.DESTINATION_PORT)),
          entry("dest_port", List.of(Fields.DESTINATION_PORT)),
          entry("source_dns", List.of(Fields.SOURCE_DOMAIN)),
          entry("remote_host", List.of(Fields.SOURCE_DOMAIN)),
          entry("target_fqdn", List.of(Fields.DESTINATION_DOMAIN)),
          entry("source_helo", List.of(Fields.EMAIL_HELO)),
          entry("helo", List.of(Fields.EMAIL_HELO)),
          entry("username", List.of(Fields.USER_NAME)),
          entry("user", List.of(Fields.USER_NAME)),
          entry("auth", List.of(Fields.USER_NAME)),
          entry("remote_user", List.of(Fields.USER_NAME)),
          entry("invalid_user", List.of(Fields.USER_NAME)),
          entry("dovecot_user", List.of(Fields.USER_NAME)),
          entry("sshd_invalid_user", List.of(Fields.USER_NAME)),
          entry("sshd_auth_user", List.of(Fields.USER_NAME)),
          entry("target_user", List.of(Fields.USER_NAME, Fields.EMAIL_TO)),
          entry("source_user", List.of(Fields.EMAIL_FROM)),
          entry("smb_domain", List.of(Fields.USER_DOMAIN)),
          entry("uid", List.of(Fields.USER_ID, Fields.PROCESS_REAL_USER_ID)),
          entry("euid", List.of(Fields.PROCESS_USER_ID)),
          entry("auid", List.of(Fields.USER_AUDIT_ID)),
          entry("exe", List.of(Fields.PROCESS_EXECUTABLE)),
          entry("ppid", List.of(Fields.PROCESS_PARENT_PID)),
          entry("tty", List.of(Fields.PROCESS_TTY)),
          entry("ruser", List.of(Fields.PAM_RUSER)),
          entry("logname", List.of(Fields.PAM_LOGNAME)),
          entry("exim_auth", List.of(Fields.AUTH_METHOD)),
          entry("protocol", List.of(Fields.NETWORK_PROTOCOL)),
          entry("proto", List.of(Fields.NETWORK_TRANSPORT, Fields.NETWORK_PROTOCOL)),
          entry("verb", List.of(Fields.HTTP_METHOD)),
          entry("request", List.of(Fields.URL_ORIGINAL)),
          entry("rawrequest", List.of(Fields.URL_ORIGINAL)),
          entry("response", List.of(Fields.HTTP_STATUS)),
          entry("status", List.of(Fields.HTTP_STATUS)),
          entry("bytes", List.of(Fields.HTTP_BODY_BYTES)),
          entry("body_bytes_sent", List.of(Fields.HTTP_BODY_BYTES)),
          entry("bytes_read", List.of(Fields.HTTP_BODY_BYTES)),
          entry("httpversion", List.of(Fields.HTTP_VERSION)),
          entry("http_version", List.of(Fields.HTTP_VERSION)),
          entry("referrer", List.of(Fields.HTTP_REFERRER)),
          entry("http_referer", List.of(Fields.HTTP_REFERRER)),
          entry("http_user_agent", List.of(Fields.USER_AGENT)),
          entry("traefik_router_name", List.of(Fields.PROXY_ROUTER)),
          entry("traefik_server_url", List.of(Fields.PROXY_UPSTREAM)),
          entry("loglevel", List.of(Fields.LOG_LEVEL)),
          entry("log_level", List.of(Fields.LOG_LEVEL)),
          entry("asterisk_session_id", List.of(Fields.SESSION_ID)),
          entry("event_timestamp", List.of(Fields.EVENT_REPORTED_TIME)),
          entry("tls_cipher", List.of(Fields.TLS_CIPHER)),
          entry("smtp_basic_status_code", List.of(Fields.EMAIL_REPLY_CODE)),
          entry("smtp_enhanced_status_code", List.of(Fields.EMAIL_DSN)),
          entry("reason", List.of(Fields.EVENT_REASON)),
          entry("action", List.of(Fields.EMAIL_VERDICT)),
          entry("command", List.of(Fields.EMAIL_STAGE, Fields.PROCESS_COMMAND_LINE)),
          entry("int_eth", List.of(Fields.INGRESS_INTERFACE)),
          entry("src_mac", List.of(Fields.SOURCE_MAC)),
          entry("if_in", List.of(Fields.INGRESS_INTERFACE)),
          entry("suricata_alert_signature", List.of(Fields.RULE_NAME)),
          entry("rule_id", List.of(Fields.RULE_ID, Fields.RULE_NAME)),
          entry("suricata_classification", List.of(Fields.EVENT_REASON)));

  /** Other decoders' (JSON, XML, devices' own). */
  private static final Set<String> OTHERS =
      Set.of(
          "suricata-logs-evelog",
          "traefik_json",
          "nextcloud-logs",
          "windows-logs",
          "unifi-cef",
          "fortinet-vpn-bf",
          "pfsense-rfc5424-filterlog");

  private static final Map<String, String> POSTFIX =
      Map.ofEntries(
          entry("client_ip", Fields.SOURCE_IP),
          entry("client_hostname", Fields.SOURCE_DOMAIN),
          entry("client_port", Fields.SOURCE_PORT),
          entry("server_ip", Fields.DESTINATION_IP),
          entry("server_port", Fields.DESTINATION_PORT),
          entry("queueid", Fields.EMAIL_QUEUE_ID),
          entry("smtp_stage", Fields.EMAIL_STAGE),
          entry("relay_hostname", Fields.DESTINATION_DOMAIN),
          entry("relay_ip", Fields.DESTINATION_IP),
          entry("relay_port", Fields.DESTINATION_PORT),
          entry("action", Fields.EMAIL_VERDICT),
          entry("status", Fields.EMAIL_STATUS),
          entry("status_code", Fields.EMAIL_REPLY_CODE),
          entry("status_code_enhanced", Fields.EMAIL_DSN),
          entry("status_data", Fields.EMAIL_ACTION_DATA),
          entry("status_message", Fields.EVENT_REASON),
          entry("smtp_response", Fields.EMAIL_RESPONSE),
          entry("local_response", Fields.EMAIL_RESPONSE),
          entry("pipe_response", Fields.EMAIL_RESPONSE),
          entry("error_response", Fields.EMAIL_RESPONSE),
          entry("tls_trustlevel", Fields.TLS_TRUST),
          entry("tls_version", Fields.TLS_VERSION),
          entry("tls_cipher", Fields.TLS_CIPHER),
          entry("tls_key_exchange", Fields.TLS_CURVE),
          entry("message-id", Fields.EMAIL_MESSAGE_ID),
          entry("from", Fields.EMAIL_FROM),
          entry("message", Fields.EVENT_REASON),
          entry("milter_data", Fields.EMAIL_ACTION_DATA),
          entry("milter_message", Fields.EVENT_REASON),
          entry("bounce_queueid", Fields.EMAIL_RESPONSE),
          entry("dnsbl_domain", Fields.RULE_NAME),
          entry("dnsbl_result", Fields.EVENT_REASON),
          entry("version", Fields.SERVICE_VERSION),
          entry("config_path", Fields.FILE_PATH),
          entry("tls_error", Fields.EVENT_REASON),
          entry("postsuper_summary_count", Fields.EVENT_COUNT));

  private final AgentDecoder agent = new AgentDecoder(new Senders(SyslogRules.of(ZONE)));
  private final SyslogDecoder syslog = new SyslogDecoder(SyslogRules.of(ZONE));

  private static void judge(String name, ServiceCases cases) {
    System.out.println(cases.report(name));
    assertThat(cases.rate())
        .as(() -> name + "\n" + String.join("\n", cases.missing()))
        .isGreaterThanOrEqualTo(WANTED);
    assertThat(cases.wrong()).isLessThanOrEqualTo(WRONG_AT_MOST);
  }

  /** As an agent sends a line of a file that it watches. */
  private Event line(String line, Instant read) {
    String header =
        "<14>1 "
            + read
            + " h hinomi-agent - EVENT [hinomi@32473 agent=\"a\" inc=\"1\" seq=\"1\" source=\"s\""
            + " kind=\"line\"] ";
    return (Event)
        agent.decode(TestRecord.of((header + line).getBytes(StandardCharsets.UTF_8), read));
  }

  private static Object value(Event event, String field) {
    Object value = event.fields().get(field);
    return value == null ? "" : value;
  }

  @Test
  void fail2ban() {
    ServiceCases cases = new ServiceCases();
    ServiceCases times = new ServiceCases();
    for (JsonNode each : ServiceCases.json("fail2ban-cases.jsonl")) {
      JsonNode expected = each.get("expected");
      // zzz-generic-example is no program's: fail2ban made it up.
      if (!expected.path("match").asBoolean()
          || each.get("service").asString().equals("zzz-generic-example")) {
        continue;
      }
      String line = each.get("line").asString();
      String service = each.get("service").asString();
      Instant read = Instant.parse("2005-08-14T11:59:59Z");
      Event event =
          line.startsWith("<38>")
              ? syslog.decode(TestRecord.of(line.getBytes(StandardCharsets.UTF_8), read))
              : line(line, read);
      if (expected.path("host").isString()) {
        cases.count(
            service,
            line,
            "host",
            expected.get("host").asString(),
            value(event, Fields.SOURCE_IP),
            value(event, Fields.SOURCE_DOMAIN));
      }
      if (expected.path("user").isString()) {
        cases.count(
            service, line, "user", expected.get("user").asString(), value(event, Fields.USER_NAME));
      }
      if (expected.path("time").isString()) {
        long wanted =
            ChronoUnit.MICROS.between(
                Instant.EPOCH,
                LocalDateTime.parse(expected.get("time").asString()).atZone(ZONE).toInstant());
        times.count(service, line, "time", "" + wanted / 1_000_000, event.timeMicros() / 1_000_000);
      }
    }
    System.out.println(times.report("fail2ban, times"));
    judge("fail2ban", cases);
  }

  @Test
  void crowdsec() {
    ServiceCases cases = new ServiceCases();
    for (JsonNode each : ServiceCases.json("crowdsec-cases.jsonl")) {
      String test = each.get("test").asString();
      if (OTHERS.contains(test)) {
        continue;
      }
      String line = each.get("line").asString();
      Event event =
          line.startsWith("<")
              ? syslog.decode(TestRecord.of(line))
              : line(line, TestRecord.RECEIVED);
      each.get("expected")
          .propertyStream()
          .filter(stage -> stage.getKey().startsWith("s01"))
          .filter(stage -> stage.getValue().path("success").asBoolean())
          .forEach(
              stage ->
                  stage
                      .getValue()
                      .path("parsed")
                      .propertyStream()
                      .filter(field -> CROWDSEC.containsKey(field.getKey()))
                      .forEach(
                          field ->
                              cases.count(
                                  test,
                                  line,
                                  field.getKey(),
                                  field.getValue().asString().strip(),
                                  CROWDSEC.getOrDefault(field.getKey(), List.of()).stream()
                                      .map(name -> value(event, name))
                                      .toArray())));
    }
    judge("crowdsec", cases);
  }

  @Test
  void postfix() {
    ServiceCases cases = new ServiceCases();
    for (JsonNode each : ServiceCases.json("postfix-grok-cases.jsonl")) {
      String pattern = each.get("pattern").asString().replaceAll("[^A-Z_]|POSTFIX_", "");
      if (pattern.startsWith("TLS_FEATURES") || pattern.startsWith("COMMAND_COUNTER")) {
        continue;
      }
      String line = each.get("data").asString();
      Event event =
          syslog.decode(
              TestRecord.of(
                  "<22>Oct 26 18:13:50 mail postfix/"
                      + pattern.toLowerCase(java.util.Locale.ROOT)
                      + "[123]: "
                      + line));
      each.get("results")
          .propertyStream()
          .forEach(
              field -> {
                String name = field.getKey().replaceFirst("postfix_", "");
                String expected = field.getValue().asString().strip();
                String target = POSTFIX.get(name);
                if (name.equals("keyvalue_data")) {
                  pairs(cases, pattern, line, expected, event);
                } else if (target != null
                    && !expected.equals("NOQUEUE")
                    && !expected.equals("unknown")
                    && !(target.endsWith(".domain") && Addresses.isIp(expected))) {
                  cases.count(pattern, line, name, expected, value(event, target));
                }
              });
    }
    judge("postfix-grok", cases);
  }

  /** Each pair of {@code from=<a> to=<b>, proto=ESMTP}. */
  private static void pairs(
      ServiceCases cases, String pattern, String line, String text, Event event) {
    Map<String, String> names =
        Map.of(
            "from", Fields.EMAIL_FROM,
            "to", Fields.EMAIL_TO,
            "orig_to", Fields.EMAIL_ORIGINAL_TO,
            "proto", Fields.NETWORK_PROTOCOL,
            "helo", Fields.EMAIL_HELO,
            "delays", Fields.EMAIL_DELAYS,
            "dsn", Fields.EMAIL_DSN,
            "tls", Fields.EMAIL_TLS_POLICY,
            "relay", Fields.EMAIL_RELAY,
            "uid", Fields.USER_ID);
    for (String pair : text.split("[, ]+")) {
      int equals = pair.indexOf('=');
      String name = names.get(pair.substring(0, Math.max(0, equals)));
      if (name != null) {
        String value = pair.substring(equals + 1).replaceAll("^<|>$", "");
        if (!value.equals("none")) {
          cases.count(pattern, line, name, value, value(event, name));
        }
      }
    }
  }

  @Test
  void samba() {
    ServiceCases cases = new ServiceCases();
    for (JsonNode each : ServiceCases.json("samba-full_audit-share-ro.devlog.jsonl")) {
      String text = each.get("text").asString().strip();
      Event event = syslog.decode(TestRecord.of(text));
      String[] parts = text.substring(text.indexOf(": ") + 2).split("\\|", -1);
      cases.count("user", text, "user", parts[0], value(event, Fields.USER_NAME));
      cases.count("client", text, "client", parts[1], value(event, Fields.SOURCE_IP));
      cases.count("operation", text, "operation", parts[2], value(event, Fields.EVENT_ACTION));
      cases.count(
          "result",
          text,
          "result",
          parts[3].equals("ok") ? "success" : "failure",
          value(event, Fields.EVENT_OUTCOME));
      cases.count(
          "object",
          text,
          "object",
          parts[parts.length - 1],
          value(event, Fields.FILE_PATH),
          value(event, Fields.SERVICE_NAME));
    }
    judge("samba", cases);
  }

  @Test
  void squid() {
    ServiceCases cases = new ServiceCases();
    for (String line : ServiceCases.text("squid-5.7-access.log")) {
      Event event = line(line, TestRecord.RECEIVED);
      String[] words = line.split(" +");
      cases.count("native", line, "time", words[0].replace(".", ""), event.timeMicros() / 1000);
      cases.count("native", line, "ms", words[1] + "000000", value(event, Fields.EVENT_DURATION));
      cases.count("native", line, "client", words[2], value(event, Fields.SOURCE_IP));
      cases.count(
          "native", line, "status", words[3].split("/")[1], value(event, Fields.HTTP_STATUS));
      cases.count("native", line, "bytes", words[4], value(event, Fields.HTTP_BYTES));
      cases.count("native", line, "method", words[5], value(event, Fields.HTTP_METHOD));
      cases.count("native", line, "url", words[6], value(event, Fields.URL_ORIGINAL));
      cases.count(
          "native", line, "peer", words[8].split("/")[1], value(event, Fields.DESTINATION_IP));
      cases.count("native", line, "type", words[9], value(event, Fields.HTTP_MIME_TYPE));
      assertThat(event.app()).isEqualTo("squid");
    }
    for (String line : ServiceCases.text("squid-5.7-access-combined.log")) {
      Event event = line(line, TestRecord.RECEIVED);
      String[] words = line.split(" +");
      cases.count("combined", line, "client", words[0], value(event, Fields.SOURCE_IP));
      cases.count(
          "combined", line, "method", words[5].substring(1), value(event, Fields.HTTP_METHOD));
      cases.count("combined", line, "url", words[6], value(event, Fields.URL_ORIGINAL));
      cases.count("combined", line, "status", words[8], value(event, Fields.HTTP_STATUS));
      cases.count(
          "combined", line, "result", words[12].split(":")[0], value(event, Fields.PROXY_RESULT));
    }
    judge("squid", cases);
  }

  /** Wazuh tells only which program a line is of. */
  @Test
  void wazuh() {
    Set<String> ours =
        Set.of(
            "sshd",
            "sudo",
            "proftpd",
            "auditd",
            "web-accesslog",
            "apache-errorlog",
            "kernel",
            "smbd",
            "smtpd",
            "dovecot",
            "systemd",
            "pam",
            "macOS_screensharingd",
            "sqlserver");
    ServiceCases cases = new ServiceCases();
    for (JsonNode each : ServiceCases.json("wazuh-cases.jsonl")) {
      String decoder = each.get("expected").path("decoder").asString();
      if (ours.contains(decoder)) {
        String line = each.get("line").asString();
        Event event = line(line, TestRecord.RECEIVED);
        Object action = value(event, Fields.EVENT_ACTION);
        cases.count(decoder, line, "action", "known", action.equals("") ? "" : "known");
      }
    }
    judge("wazuh", cases);
  }
}
