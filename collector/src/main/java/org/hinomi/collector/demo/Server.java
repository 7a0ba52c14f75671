package org.hinomi.collector.demo;

import java.util.List;

/**
 * A server.
 *
 * @param disks mount points or drives, the one with the data last
 */
record Server(String name, String address, boolean windows, String purpose, List<String> disks) {
  static final Server DC01 = windows("dc01", 10, "ドメインコントローラー", "C:");
  static final Server FS01 = windows("fs01", 11, "ファイルサーバー", "C:", "D:");
  static final Server GW01 = windows("gw01", 12, "リモートデスクトップゲートウェイ", "C:");
  static final Server TS01 = windows("ts01", 13, "リモートデスクトップ", "C:");
  static final Server APP01 = windows("app01", 14, "販売管理", "C:", "E:");
  static final Server FS02 = linux("fs02", 21, "ファイルサーバー", "/", "/srv");
  static final Server MAIL01 = linux("mail01", 22, "メールサーバー", "/", "/var/mail");
  static final Server PROXY01 = linux("proxy01", 23, "プロキシ", "/", "/var/spool/squid");
  static final Server WEB01 = linux("web01", 24, "社内ポータル", "/");
  static final Server DB01 = linux("db01", 25, "データベース", "/", "/var/lib/postgresql");
  static final Server BACKUP01 = linux("backup01", 26, "バックアップ", "/", "/backup");
  static final Server DEV01 = linux("dev01", 27, "開発用仮想マシン", "/");

  static final List<Server> ALL =
      List.of(DC01, FS01, GW01, TS01, APP01, FS02, MAIL01, PROXY01, WEB01, DB01, BACKUP01, DEV01);

  private static Server windows(String name, int number, String purpose, String... disks) {
    return new Server(name, "10.20.0." + number, true, purpose, List.of(disks));
  }

  private static Server linux(String name, int number, String purpose, String... disks) {
    return new Server(name, "10.20.0." + number, false, purpose, List.of(disks));
  }
}
