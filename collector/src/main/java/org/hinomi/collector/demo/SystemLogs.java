package org.hinomi.collector.demo;

import static org.hinomi.collector.demo.WindowsLogs.data;

import java.util.Map;

/** The records of Windows itself: starts and stops, services, backups. */
final class SystemLogs {
  private static final String CLASSIC = "0x80000000000000";
  private static final String SYSTEM = "0x8000000000000000";

  /** Qualifiers of EventLog's own records: severity information, from an application. */
  private static final int INFORMATION = 0x8000;

  private SystemLogs() {}

  private static Body.Windows system(
      String provider, int id, int level, Map<String, String> data, String message) {
    return new Body.Windows("System", provider, id, -1, level, SYSTEM, data, "", message);
  }

  private static Body.Windows eventLog(int id, int level, Map<String, String> data, String text) {
    return new Body.Windows("System", "EventLog", id, INFORMATION, level, CLASSIC, data, "", text);
  }

  static Body osStarted(String time) {
    return system(
        "Microsoft-Windows-Kernel-General",
        12,
        4,
        data("MajorVersion", "10", "BuildVersion", "20348", "StartTime", time),
        "オペレーティング システムが起動しました。");
  }

  static Body osStopped(String time) {
    return system(
        "Microsoft-Windows-Kernel-General",
        13,
        4,
        data("StopTime", time),
        "オペレーティング システムがシャットダウンしました。");
  }

  static Body eventLogStarted() {
    return eventLog(6005, 4, Map.of(), "イベント ログ サービスが開始されました。");
  }

  static Body eventLogStopped() {
    return eventLog(6006, 4, Map.of(), "イベント ログ サービスが停止されました。");
  }

  static Body unexpectedShutdown(String time, String date) {
    return eventLog(
        6008,
        2,
        data("1", time, "2", date),
        "以前のシステム シャットダウン (" + date + " " + time + ") は予期されていませんでした。");
  }

  static Body rebootedWithoutShutdown() {
    return system(
        "Microsoft-Windows-Kernel-Power",
        41,
        1,
        data("BugcheckCode", "0", "PowerButtonTimestamp", "0"),
        "システムは正常にシャットダウンする前に再起動しました。");
  }

  static Body sleep() {
    return system(
        "Microsoft-Windows-Kernel-Power", 42, 4, data("Reason", "7"), "システムはスリープ状態になります。");
  }

  static Body wake() {
    return system(
        "Microsoft-Windows-Power-Troubleshooter",
        1,
        4,
        data("WakeSourceType", "1", "WakeSourceText", "電源ボタン"),
        "システムは低電力状態から再開しました。");
  }

  static Body serviceState(String service, String state) {
    return system(
        "Service Control Manager",
        7036,
        4,
        data("param1", service, "param2", state),
        service + " サービスは " + state + " 状態に移行しました。");
  }

  static Body uptime(long seconds) {
    return eventLog(
        6013,
        4,
        data("1", "", "2", "", "3", "", "4", "", "5", Long.toString(seconds)),
        "システムの稼働時間は " + seconds + " 秒です。");
  }

  /** Shadow copies are deleted for want of room (25). */
  static Body shadowCopiesDeleted(String volume) {
    return new Body.Windows(
        "System",
        "volsnap",
        25,
        0xC006,
        2,
        CLASSIC,
        data("1", "\\Device\\HarddiskVolumeShadowCopy7", "2", volume),
        "",
        "ボリューム " + volume + " のシャドウ コピーは、シャドウ コピー記憶域を必要に応じて拡大できなかったため、削除されました。");
  }

  /** The oldest shadow copy goes to keep the limit (33). */
  static Body oldestShadowCopyDeleted(String volume) {
    return new Body.Windows(
        "System",
        "volsnap",
        33,
        0x4006,
        4,
        CLASSIC,
        data("1", "\\Device\\HarddiskVolumeShadowCopy3", "2", volume),
        "",
        "ボリューム " + volume + " の一番古いシャドウ コピーは、ディスク領域の使用量をユーザー定義の制限内に保つために削除されました。");
  }

  /** The daily backup of Windows Server. */
  static Body backup(int id, int level, String error, String message) {
    return new Body.Windows(
        "Microsoft-Windows-Backup",
        "Microsoft-Windows-Backup",
        id,
        -1,
        level,
        SYSTEM,
        error.isEmpty() ? Map.of() : data("HRESULT", error, "ErrorMessage", message),
        "",
        message);
  }
}
