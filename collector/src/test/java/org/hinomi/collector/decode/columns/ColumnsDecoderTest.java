package org.hinomi.collector.decode.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsDecoderTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private final ColumnsDecoder decoder = new ColumnsDecoder();

  private ColumnsReading read(String text, Map<String, String> parameters) {
    return decoder.read(text, name -> parameters.getOrDefault(name, ""), TOKYO, 0);
  }

  private ColumnsReading json(String text) {
    return read(text, Map.of(AgentFrame.FORMAT, "json"));
  }

  private ColumnsReading csv(String columns, String text) {
    String joined = columns.replace(",", AgentFrame.COLUMN_SEPARATOR);
    return read(text, Map.of(AgentFrame.FORMAT, "csv", AgentFrame.COLUMNS, joined));
  }

  private static Instant time(ColumnsReading reading) {
    return Instant.EPOCH.plus(reading.timeMicros().orElseThrow(), ChronoUnit.MICROS);
  }

  @Test
  void japaneseHeadingsAreKnown() {
    ColumnsReading read =
        csv(
            "日時,ホスト名,ユーザー名,ＩＰアドレス,操作,結果,レベル,備考",
            "2024/01/05 9:08:07,FS01,田中,192.0.2.5,削除,失敗,警告,\"a,\"\"b\"\"\"");
    assertThat(time(read)).isEqualTo("2024-01-05T00:08:07Z");
    assertThat(read.host()).isEqualTo("FS01");
    assertThat(read.severity()).isEqualTo(4);
    assertThat(read.fields())
        .containsEntry(Fields.USER_NAME, "田中")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.5")
        .containsEntry(Fields.EVENT_ACTION, "削除")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry("data.備考", "a,\"b\"")
        .doesNotContainKey(Fields.ERROR_MESSAGE);
  }

  @Test
  void dateAndTimeInTwoColumns() {
    assertThat(time(csv("日付,時刻,内容", "2024年1月5日,午後3時4分,x"))).isEqualTo("2024-01-05T06:04:00Z");
    assertThat(time(csv("date,time,message", "2024-01-05,15:04:05,x")))
        .isEqualTo("2024-01-05T06:04:05Z");
  }

  @Test
  void aRowOfAnotherLengthIsKeptAndMarked() {
    ColumnsReading read = csv("time,user,x", "2024-01-05 00:00:00,a");
    assertThat(read.fields())
        .containsEntry(Fields.USER_NAME, "a")
        .containsEntry(Fields.ERROR_MESSAGE, "csv: 2 values (expected: 3, as the header has)");
  }

  @Test
  void microsoft365Audit() {
    String audit =
        """
        {"CreationTime":"2024-01-05T10:00:00","Id":"x","Operation":"UserLoginFailed",
         "OrganizationId":"o","RecordType":15,"Workload":"AzureActiveDirectory",
         "ClientIP":"[2001:db8::1]:443","UserId":"taro@example.jp","ResultStatus":"Failed",
         "ExtendedProperties":[{"Name":"RequestType","Value":"OAuth2"}]}""";
    ColumnsReading read = json(audit);
    assertThat(time(read)).isEqualTo("2024-01-05T10:00:00Z");
    assertThat(read.app()).isEqualTo("AzureActiveDirectory");
    assertThat(read.fields())
        .containsEntry(Fields.USER_NAME, "taro@example.jp")
        .containsEntry(Fields.SOURCE_IP, "2001:db8::1")
        .containsEntry(Fields.SOURCE_PORT, 443L)
        .containsEntry(Fields.EVENT_ACTION, "UserLoginFailed")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry("data.RecordType", 15L)
        .containsEntry("data.ExtendedProperties.RequestType", "OAuth2");
    ColumnsReading exported =
        csv(
            "RecordId,CreationDate,AuditData",
            "1,2024-01-05T10:00:00.0000000Z,\"" + audit.replace("\"", "\"\"") + "\"");
    assertThat(exported.fields()).containsEntry(Fields.EVENT_ACTION, "UserLoginFailed");
    // The table has some of the values beside the record that holds them, too.
    ColumnsReading whole =
        csv(
            "RecordId,CreationDate,RecordType,Operation,UserId,AuditData",
            "1,2024-01-05T10:00:00.0000000Z,15,UserLoginFailed,someone,\""
                + audit.replace("\"", "\"\"")
                + "\"");
    assertThat(whole.fields())
        .containsEntry(Fields.EVENT_ACTION, "UserLoginFailed")
        .containsEntry(Fields.EVENT_CATEGORY, "authentication")
        .containsEntry(Fields.REVIEW_KIND, "security_event")
        .containsEntry(Fields.USER_NAME, "someone")
        .containsEntry("data.AuditData.UserId", "taro@example.jp")
        .containsEntry("data.RecordType", "15");
    assertThat(time(exported)).isEqualTo("2024-01-05T10:00:00Z");
  }

  @Test
  void signInsSayWhetherTheyHadManyFactors() {
    ColumnsReading entra =
        json(
            """
            {"createdDateTime":"2024-01-05T10:00:00Z","userPrincipalName":"taro@example.jp",
             "ipAddress":"192.0.2.1","appDisplayName":"Office",
             "authenticationRequirement":"multiFactorAuthentication",
             "mfaDetail":{"authMethod":"Text message"},"status":{"errorCode":0}}""");
    assertThat(entra.fields())
        .containsEntry(Fields.AUTHENTICATION_MULTI_FACTOR, true)
        .containsEntry(Fields.AUTHENTICATION_METHOD, List.of("Text message"))
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.EVENT_ACTION, "logged-in")
        .containsEntry(Fields.USER_NAME, "taro@example.jp");
    ColumnsReading google =
        json(
            """
            {"id":{"time":"2024-01-05T10:00:00.123Z","applicationName":"login"},
             "actor":{"email":"taro@example.jp"},"ipAddress":"192.0.2.1",
             "events":[{"type":"login","name":"login_success","parameters":[
              {"name":"login_challenge_method","multiValue":["password","totp"]},
              {"name":"is_second_factor","boolValue":true}]}]}""");
    assertThat(time(google)).isEqualTo("2024-01-05T10:00:00.123Z");
    assertThat(google.app()).isEqualTo("login");
    assertThat(google.fields())
        .containsEntry(Fields.AUTHENTICATION_MULTI_FACTOR, true)
        .containsEntry(Fields.AUTHENTICATION_METHOD, List.of("password", "totp"))
        .containsEntry(Fields.EVENT_ACTION, "login_success")
        .containsEntry(Fields.EVENT_CATEGORY, "authentication")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.REVIEW_KIND, "user_activity")
        .containsEntry(Fields.USER_NAME, "taro@example.jp");
  }

  @Test
  void tablesOfSignInsSayTheSame() {
    String entra =
        "Date (UTC),Request ID,User,Username,User ID,Application,IP address,Status,Sign-in error code,"
            + "Failure reason,Multifactor authentication auth method,Authentication requirement";
    assertThat(
            csv(
                    entra,
                    "2024-01-05T10:00:00Z,r,Taro Y,taro@example.jp,0000-1,Office,192.0.2.1,Interrupted,"
                        + "50126,Invalid password,,Single-factor authentication")
                .fields())
        .containsEntry(Fields.USER_NAME, "taro@example.jp")
        .containsEntry("data.User", "Taro Y")
        .containsEntry("data.User ID", "0000-1")
        .containsEntry(Fields.AUTHENTICATION_MULTI_FACTOR, false)
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.EVENT_ACTION, "logon-failed")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
    String google = "Date,Event,Description,Actor,IP address,Challenge type,Is suspicious";
    assertThat(
            csv(
                    google,
                    "2024-01-05T19:00:00+09:00,Successful login,taro logged in,taro@example.jp,"
                        + "192.0.2.1,\"Password, 2-Step Verification\",False")
                .fields())
        .containsEntry(Fields.USER_NAME, "taro@example.jp")
        .containsEntry(Fields.EVENT_ACTION, "Successful login")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.AUTHENTICATION_METHOD, List.of("Password", "2-Step Verification"))
        .containsEntry(Fields.AUTHENTICATION_MULTI_FACTOR, true);
    assertThat(
            csv(
                    google,
                    "2024-01-05T19:00:00+09:00,Failed login,eve failed,eve@example.jp,192.0.2.1,Password,")
                .fields())
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "security_event")
        .doesNotContainKey(Fields.AUTHENTICATION_MULTI_FACTOR);
  }

  /** As Azure Monitor exports it to a storage account or an event hub. */
  @Test
  void signInsThatAreWrappedAreRead() {
    assertThat(
            json("""
                    {"time":"2024-01-05T10:00:00Z","operationName":"Sign-in activity","category":"SignInLogs",
                     "resultType":"50126","callerIpAddress":"192.0.2.1","properties":{"userId":"0000-1",
                     "userPrincipalName":"taro@example.jp","authenticationRequirement":
                     "multiFactorAuthentication","status":{"errorCode":50126,"failureReason":"Invalid"}}}""")
                .fields())
        .containsEntry(Fields.USER_NAME, "taro@example.jp")
        .containsEntry("data.properties.userId", "0000-1")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.1")
        .containsEntry(Fields.EVENT_ACTION, "Sign-in activity")
        .containsEntry(Fields.AUTHENTICATION_MULTI_FACTOR, true)
        .containsEntry(Fields.EVENT_REASON, "Invalid")
        .containsEntry(Fields.EVENT_OUTCOME, "failure");
  }

  private ColumnsReading w3c(String columns, String text) {
    String joined = columns.replace(" ", AgentFrame.COLUMN_SEPARATOR);
    return read(text, Map.of(AgentFrame.FORMAT, "w3c", AgentFrame.COLUMNS, joined));
  }

  /** All fields that IIS can log (its dialog W3C Logging Fields). */
  @Test
  void eachFieldOfIisHasItsName() {
    ColumnsReading read =
        w3c(
            "date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port"
                + " cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host"
                + " sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
            "2026-11-28 03:18:01 W3SVC1 WEB01 192.0.2.9 GET /a/b.aspx id=7&x=%20 443 CORP\\taro"
                + " 198.51.100.7 HTTP/1.1 Mozilla/5.0+(X) a=b https://www.example/ www.example"
                + " 401 2 2148074254 1293 512 15");
    assertThat(time(read)).isEqualTo("2026-11-28T03:18:01Z");
    assertThat(read.host()).isEqualTo("WEB01");
    assertThat(read.fields())
        .containsEntry(Fields.SERVICE_NAME, "W3SVC1")
        .containsEntry(Fields.DESTINATION_IP, "192.0.2.9")
        .containsEntry(Fields.DESTINATION_PORT, 443L)
        .containsEntry(Fields.HTTP_METHOD, "GET")
        .containsEntry(Fields.URL_ORIGINAL, "/a/b.aspx?id=7&x=%20")
        .containsEntry(Fields.URL_DOMAIN, "www.example")
        .containsEntry(Fields.USER_NAME, "taro")
        .containsEntry(Fields.USER_DOMAIN, "CORP")
        .containsEntry(Fields.SOURCE_IP, "198.51.100.7")
        .containsEntry(Fields.HTTP_VERSION, "1.1")
        .containsEntry(Fields.USER_AGENT, "Mozilla/5.0 (X)")
        .containsEntry("data.cs(Cookie)", "a=b")
        .containsEntry(Fields.HTTP_REFERRER, "https://www.example/")
        .containsEntry(Fields.HTTP_STATUS, 401L)
        .containsEntry("data.sc-substatus", "2")
        .containsEntry(Fields.ERROR_CODE, "2148074254")
        .containsEntry(Fields.HTTP_BYTES, 1293L)
        .containsEntry(Fields.HTTP_REQUEST_BYTES, 512L)
        .containsEntry(Fields.EVENT_DURATION, 15_000_000L)
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.EVENT_ACTION, "http-request")
        .containsEntry(Fields.REVIEW_KIND, "security_event")
        .doesNotContainKey(Fields.ERROR_MESSAGE);
  }

  @Test
  void ftpAndHttpSysHaveTheirOwnMeanings() {
    assertThat(
            w3c(
                    "date time c-ip cs-username s-sitename cs-method cs-uri-stem sc-status",
                    "2026-11-28 03:18:01 198.51.100.7 - FTPSVC2 PASS *** 530")
                .fields())
        .containsEntry(Fields.EVENT_ACTION, "ftp-request")
        .containsEntry(Fields.EVENT_OUTCOME, "failure")
        .containsEntry(Fields.REVIEW_KIND, "security_event");
    assertThat(
            w3c(
                    "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status"
                        + " s-siteid s-reason s-queuename",
                    "2026-11-28 03:18:01 198.51.100.7 50123 192.0.2.9 80 HTTP/1.1 GET /x 503 1"
                        + " AppOffline DefaultAppPool")
                .fields())
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.EVENT_REASON, "AppOffline")
        .containsEntry(Fields.URL_ORIGINAL, "/x");
    assertThat(
            w3c(
                    "date time c-ip sc-status s-reason",
                    "2026-11-28 03:18:01 198.51.100.7 - Timer_ConnectionIdle")
                .fields())
        .containsEntry(Fields.REVIEW_KIND, "exception");
  }

  @Test
  void whatTheOperatorSaysGoesBeforeWhatIisMeans() {
    ColumnsReading read =
        read(
            "2026-11-28 03:18:01 GET 200",
            Map.of(
                AgentFrame.FORMAT,
                "w3c",
                AgentFrame.COLUMNS,
                "date time cs-method sc-status".replace(" ", AgentFrame.COLUMN_SEPARATOR),
                AgentFrame.MAP,
                "cs-method=event.action"));
    assertThat(read.fields())
        .containsEntry(Fields.EVENT_ACTION, "GET")
        .containsEntry(Fields.EVENT_OUTCOME, "success");
  }

  @Test
  void recordsOfWindowsDhcpServer() {
    String columns =
        "ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name,TransactionID,QResult";
    ColumnsReading lease =
        csv(columns, "10,11/28/26,03:18:01,Assign,192.0.2.10,pc7.example,00005E005323,,4711,0");
    assertThat(time(lease)).isEqualTo("2026-11-27T18:18:01Z");
    assertThat(lease.host()).isNull();
    assertThat(lease.fields())
        .containsEntry(Fields.EVENT_CODE, "10")
        .containsEntry(Fields.EVENT_ACTION, "address-leased")
        .containsEntry(Fields.EVENT_OUTCOME, "success")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.10")
        .containsEntry(Fields.SOURCE_DOMAIN, "pc7.example")
        .containsEntry(Fields.SOURCE_MAC, "00-00-5E-00-53-23")
        .containsEntry("data.TransactionID", "4711")
        .doesNotContainKey(Fields.ERROR_MESSAGE);
    assertThat(
            csv(
                    "ID,Date,Time,Description,IPv6 Address,Host Name,Error Code,Duid Length",
                    "11004,11/28/26,03:18:01,DHCPV6 Renew,2001:db8::7,pc7.example,,14")
                .fields())
        .containsEntry(Fields.EVENT_ACTION, "address-leased")
        .containsEntry(Fields.SOURCE_IP, "2001:db8::7")
        .containsEntry(Fields.SOURCE_DOMAIN, "pc7.example")
        .containsEntry("data.Duid Length", "14");
    assertThat(
            csv(
                    "ID,Date,Time,Description,IP Address,Host Name,MAC Address",
                    "14,11/28/26,03:18:01,Scope Full,192.0.2.0,,,")
                .fields())
        .containsEntry(Fields.EVENT_ACTION, "no-free-leases")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .doesNotContainKey(Fields.ERROR_MESSAGE);
    assertThat(
            csv(
                    "ID,Date,Time,Description,IP Address,Host Name,MAC Address",
                    "36,11/28/26,03:18:01,Packet dropped: hash of the client ID,,,00005E005323")
                .fields())
        .as("the other of two servers that share the load answers")
        .containsEntry(Fields.REVIEW_KIND, "user_activity")
        .doesNotContainKey(Fields.EVENT_OUTCOME);
  }

  @Test
  void reportsOfSmartctlSayWhetherTheDiskFails() {
    ColumnsReading ata =
        json(
            """
            {"json_format_version":[1,0],"smartctl":{"version":[7,3],"exit_status":0},
             "local_time":{"time_t":1795836825,"asctime":"Sat Nov 28 03:33:45 2026 UTC"},
             "device":{"name":"/dev/sda","type":"sat"},"model_name":"WDC WD40EFRX",
             "serial_number":"WD-1","smart_status":{"passed":true},
             "ata_smart_attributes":{"table":[
              {"id":5,"name":"Reallocated_Sector_Ct","when_failed":"","raw":{"value":8}},
              {"id":197,"name":"Current_Pending_Sector","when_failed":"","raw":{"value":0}}]},
             "power_on_time":{"hours":20123},"temperature":{"current":34}}""");
    assertThat(time(ata)).isEqualTo("2026-11-28T03:33:45Z");
    assertThat(ata.host()).isNull();
    assertThat(ata.message())
        .isEqualTo("SMART of /dev/sda (WDC WD40EFRX): 8 reallocated sectors, 34 °C");
    assertThat(ata.fields())
        .containsEntry(Fields.EVENT_ACTION, "disk-failing")
        .containsEntry(Fields.REVIEW_KIND, "fault")
        .containsEntry(Fields.VOLUME_DEVICE, "/dev/sda")
        .containsEntry(Fields.DEVICE_SERIAL, "WD-1")
        .containsEntry(Fields.HARDWARE_TEMPERATURE, 34L)
        .containsEntry(Fields.SMART_REALLOCATED, 8L)
        .containsEntry(Fields.SMART_PENDING, 0L)
        .containsEntry(Fields.SMART_HOURS, 20123L);
    ColumnsReading nvme =
        json(
            """
            {"smartctl":{"version":[7,3],"exit_status":0},"device":{"name":"/dev/nvme0"},
             "smart_status":{"passed":true},"nvme_smart_health_information_log":
             {"critical_warning":0,"available_spare":100,"available_spare_threshold":10,
              "percentage_used":3,"media_errors":0}}""");
    assertThat(nvme.fields())
        .containsEntry(Fields.EVENT_ACTION, "disk-healthy")
        .containsEntry(Fields.SMART_WEAR, 3L)
        .containsEntry(Fields.EVENT_OUTCOME, "success");
    assertThat(
            json("""
                    {"smartctl":{"version":[7,3],"exit_status":1,"messages":[
                     {"string":"/dev/vda: Unable to detect device type","severity":"error"}]}}""")
                .fields())
        .containsEntry(Fields.EVENT_ACTION, "disk-not-read")
        .containsEntry(Fields.EVENT_REASON, "/dev/vda: Unable to detect device type");
  }

  @Test
  void iisLogsAreUtc() {
    String columns =
        "date time s-ip cs-method cs-uri-stem s-port cs-username c-ip cs(User-Agent) sc-status";
    ColumnsReading read =
        read(
            "2024-01-05 10:00:00 192.0.2.9 GET /x 443 - 198.51.100.7 Mozilla/5.0+(X) 404",
            Map.of(
                AgentFrame.FORMAT,
                "w3c",
                AgentFrame.COLUMNS,
                columns.replace(" ", AgentFrame.COLUMN_SEPARATOR)));
    assertThat(time(read)).isEqualTo("2024-01-05T10:00:00Z");
    assertThat(read.fields())
        .containsEntry(Fields.SOURCE_IP, "198.51.100.7")
        .containsEntry(Fields.DESTINATION_IP, "192.0.2.9")
        .containsEntry(Fields.DESTINATION_PORT, 443L)
        .containsEntry(Fields.URL_ORIGINAL, "/x")
        .containsEntry("user_agent.original", "Mozilla/5.0 (X)")
        .doesNotContainKey(Fields.USER_NAME);
  }

  @Test
  void pairsAndPatternsAndDeclaredColumns() {
    ColumnsReading pairs =
        read(
            "date=2024-01-05 time=10:00:00 devname=\"FG 1\" srcip=192.0.2.1 action=deny",
            Map.of(AgentFrame.FORMAT, "kv", AgentFrame.MAP, "devname=host"));
    assertThat(time(pairs)).isEqualTo("2024-01-05T01:00:00Z");
    assertThat(pairs.host()).isEqualTo("FG 1");
    assertThat(pairs.fields()).containsEntry(Fields.SOURCE_IP, "192.0.2.1");
    Map<String, String> pattern =
        Map.of(
            AgentFrame.FORMAT,
            "pattern",
            AgentFrame.PATTERN,
            "(?<time>\\S+ \\S+) (?<user.name>\\w+)@(?<source.ip>\\S+) (?<message>.*)");
    ColumnsReading read = read("2024-01-05 10:00:00 root@192.0.2.1 did it", pattern);
    assertThat(read.message()).isEqualTo("did it");
    assertThat(read.fields())
        .containsEntry(Fields.USER_NAME, "root")
        .containsEntry(Fields.SOURCE_IP, "192.0.2.1");
    assertThat(read("else", pattern).fields())
        .containsEntry(Fields.ERROR_MESSAGE, "pattern: does not fit");
    assertThat(
            read(
                    "a".repeat(5000) + "!",
                    Map.of(AgentFrame.FORMAT, "pattern", AgentFrame.PATTERN, "(?<x>(a+)+)$"))
                .fields())
        .containsKey(Fields.ERROR_MESSAGE);
  }

  @Test
  void brokenJsonIsKept() {
    ColumnsReading read = json("{\"a\": 1");
    assertThat(read.message()).isEqualTo("{\"a\": 1");
    assertThat(read.fields().get(Fields.ERROR_MESSAGE)).asString().startsWith("json: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-01-05T10:00:00Z | 2024-01-05T10:00:00Z",
        "2024-01-05T10:00:00.1234567+09:00 | 2024-01-05T01:00:00.123456Z",
        "2024/1/5 9:00 | 2024-01-05T00:00:00Z",
        "2024年01月05日(金) 09時00分10秒 | 2024-01-05T00:00:10Z",
        "1/5/2024 3:04:05 PM | 2024-01-05T06:04:05Z",
        "25/12/2024 00:00:00 | 2024-12-24T15:00:00Z",
        "1704448800 | 2024-01-05T10:00:00Z",
        "1704448800123 | 2024-01-05T10:00:00.123Z",
        "1704448800123456 | 2024-01-05T10:00:00.123456Z",
        "1704448800.5 | 2024-01-05T10:00:00.500Z",
        "2024-01-05 | 2024-01-04T15:00:00Z",
        "05 Jan 2024 10:00:00 | 2024-01-05T01:00:00Z",
      })
  void timesOfManyKinds(String text, String expected) {
    assertThat(
            Instant.EPOCH.plus(
                new TimeText().micros(text, TOKYO, 0).orElseThrow(), ChronoUnit.MICROS))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"''", "yesterday", "2024-13-01", "99:99", "12"})
  void otherTextIsNoTime(String text) {
    assertThat(new TimeText().micros(text, TOKYO, 0)).isEmpty();
  }
}
