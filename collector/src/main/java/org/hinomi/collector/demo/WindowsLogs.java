package org.hinomi.collector.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** The records of people on Windows that the month has, as their providers write them. */
final class WindowsLogs {
  private static final String AUDIT = "Microsoft-Windows-Security-Auditing";
  private static final String SUCCESS = "0x8020000000000000";
  private static final String FAILURE = "0x8010000000000000";
  private static final String SYSTEM = "0x8000000000000000";
  private static final String GATEWAY = "Microsoft-Windows-TerminalServices-Gateway";

  private WindowsLogs() {}

  private static Body.Windows security(
      int id, String keywords, Map<String, String> data, String message) {
    return new Body.Windows("Security", AUDIT, id, -1, 0, keywords, data, "", message);
  }

  /** Names and values, in order. */
  static Map<String, String> data(String... namesAndValues) {
    Map<String, String> data = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      data.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return data;
  }

  /** Somebody logs on (4624). */
  static Body logon(String account, int type, String address, String workstation) {
    return security(
        4624,
        SUCCESS,
        data(
            "SubjectUserSid",
            "S-1-5-18",
            "SubjectUserName",
            "-",
            "TargetUserSid",
            sid(account),
            "TargetUserName",
            account,
            "TargetDomainName",
            Company.WINDOWS_DOMAIN,
            "TargetLogonId",
            logonId(account),
            "LogonType",
            Integer.toString(type),
            "AuthenticationPackageName",
            "Kerberos",
            "WorkstationName",
            workstation,
            "ProcessName",
            "C:\\Windows\\System32\\svchost.exe",
            "IpAddress",
            address,
            "IpPort",
            "0"),
        "アカウントが正常にログオンしました。");
  }

  /** Somebody does not get on, for a wrong password (4625). */
  static Body failedLogon(String account, int type, String address, String workstation) {
    return security(
        4625,
        FAILURE,
        data(
            "SubjectUserSid",
            "S-1-0-0",
            "TargetUserSid",
            "S-1-0-0",
            "TargetUserName",
            account,
            "TargetDomainName",
            Company.WINDOWS_DOMAIN,
            "Status",
            "0xc000006d",
            "SubStatus",
            "0xc000006a",
            "LogonType",
            Integer.toString(type),
            "WorkstationName",
            workstation,
            "IpAddress",
            address,
            "IpPort",
            "0"),
        "アカウントがログオンに失敗しました。");
  }

  static Body logoff(String account, int type) {
    return security(
        4634,
        SUCCESS,
        data(
            "TargetUserSid", sid(account),
            "TargetUserName", account,
            "TargetDomainName", Company.WINDOWS_DOMAIN,
            "TargetLogonId", logonId(account),
            "LogonType", Integer.toString(type)),
        "アカウントがログオフしました。");
  }

  /** Rights of an administrator come with a logon (4672). */
  static Body privileges(String account) {
    return security(
        4672,
        SUCCESS,
        data(
            "SubjectUserSid",
            sid(account),
            "SubjectUserName",
            account,
            "SubjectDomainName",
            Company.WINDOWS_DOMAIN,
            "SubjectLogonId",
            logonId(account),
            "PrivilegeList",
            "SeSecurityPrivilege SeBackupPrivilege SeRestorePrivilege"),
        "新しいログオンに特権が割り当てられました。");
  }

  /** A file is used (4663). */
  static Body fileAccess(String account, String path, boolean write) {
    return security(
        4663,
        SUCCESS,
        data(
            "SubjectUserSid",
            sid(account),
            "SubjectUserName",
            account,
            "SubjectDomainName",
            Company.WINDOWS_DOMAIN,
            "SubjectLogonId",
            logonId(account),
            "ObjectServer",
            "Security",
            "ObjectType",
            "File",
            "ObjectName",
            path,
            "HandleId",
            "0x1a4",
            "AccessList",
            write ? "%%4417" : "%%4416",
            "AccessMask",
            write ? "0x2" : "0x1",
            "ProcessId",
            "0x4",
            "ProcessName",
            ""),
        "オブジェクトへのアクセスが試行されました。");
  }

  static Body ticket(String account, String address) {
    return security(
        4768,
        SUCCESS,
        data(
            "TargetUserName",
            account,
            "TargetDomainName",
            Company.WINDOWS_DOMAIN,
            "TargetSid",
            sid(account),
            "ServiceName",
            "krbtgt",
            "Status",
            "0x0",
            "IpAddress",
            "::ffff:" + address,
            "IpPort",
            "50211"),
        "Kerberos 認証チケット (TGT) が要求されました。");
  }

  /** The audit log is emptied (1102). */
  static Body auditLogCleared(String account) {
    return new Body.Windows(
        "Security",
        "Microsoft-Windows-Eventlog",
        1102,
        -1,
        4,
        "0x4020000000000000",
        data(
            "SubjectUserSid",
            sid(account),
            "SubjectUserName",
            account,
            "SubjectDomainName",
            Company.WINDOWS_DOMAIN,
            "SubjectLogonId",
            logonId(account)),
        "LogFileCleared",
        "監査ログが消去されました。");
  }

  /** Another log is emptied (104). */
  static Body logCleared(String account, String channel) {
    return new Body.Windows(
        "System",
        "Microsoft-Windows-Eventlog",
        104,
        -1,
        4,
        SYSTEM,
        data(
            "SubjectUserName", account,
            "SubjectDomainName", Company.WINDOWS_DOMAIN,
            "Channel", channel),
        "LogFileCleared",
        channel + " ログ ファイルが消去されました。");
  }

  /** A remote session through the gateway (302 connected, 303 disconnected). */
  static Body gateway(
      int id, String account, String address, String resource, Map<String, String> more) {
    Map<String, String> data =
        data(
            "Username",
            Company.WINDOWS_DOMAIN + "\\" + account,
            "IpAddress",
            address,
            "AuthType",
            "NTLM",
            "Resource",
            resource,
            "ConnectionProtocol",
            "HTTP",
            "ErrorCode",
            "0");
    data.putAll(more);
    return new Body.Windows(
        GATEWAY + "/Operational",
        GATEWAY,
        id,
        -1,
        4,
        "0x4020000001000000",
        data,
        "EventInfo",
        "ユーザー \""
            + Company.WINDOWS_DOMAIN
            + "\\"
            + account
            + "\" (クライアント コンピューター \""
            + address
            + "\") はリソース \""
            + resource
            + (id == 302 ? "\" に接続しました。" : "\" から切断されました。"));
  }

  static Map<String, String> traffic(long received, long sent, long seconds) {
    return data(
        "BytesReceived", Long.toString(received),
        "BytesTransfered", Long.toString(sent),
        "SessionDuration", Long.toString(seconds));
  }

  /** Defender finds malware (1116). */
  static Body malware(String name, String path, String account) {
    return new Body.Windows(
        "Microsoft-Windows-Windows Defender/Operational",
        "Microsoft-Windows-Windows Defender",
        1116,
        -1,
        3,
        SYSTEM,
        data(
            "Threat Name",
            name,
            "Severity Name",
            "重大",
            "Category Name",
            "トロイの木馬",
            "Path",
            "file:_" + path,
            "Detection User",
            Company.WINDOWS_DOMAIN + "\\" + account),
        "",
        "Microsoft Defender ウイルス対策がマルウェアまたは他の望ましくない可能性のあるソフトウェアを検出しました。 名前: " + name);
  }

  private static String sid(String account) {
    return "S-1-5-21-1004336348-1177238915-682003330-"
        + (1100 + Math.floorMod(account.hashCode(), 8000));
  }

  private static String logonId(String account) {
    return "0x" + Integer.toHexString(0x100000 + Math.floorMod(account.hashCode(), 0x7fffff));
  }
}
