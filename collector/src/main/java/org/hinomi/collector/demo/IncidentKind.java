package org.hinomi.collector.demo;

import java.util.Locale;

/** What can be planted: the cases of a log review. */
public enum IncidentKind {
  DISK_FILLING("ファイルサーバーの容量が足りなくなる"),
  BACKUP_LOST("ファイルサーバーのバックアップが失われる"),
  BACKUP_FAILED("夜間バックアップが失敗したままになる"),
  CONFIDENTIAL_AT_NIGHT("夜間に機密フォルダーを読む"),
  RIGHT_NOT_LISTED("権限一覧にないフォルダーを読む"),
  MAIL_LEAK("ふだん送らない社外の相手へ大きなメールを送る"),
  MAIL_MANY_RECIPIENTS("社外の大勢を宛先に並べて送る"),
  MAIL_SPOOFED("取引先になりすましたメールが届く"),
  GATEWAY_UNKNOWN_ADDRESS("知らない接続元からリモート接続する"),
  GATEWAY_WITHOUT_REQUEST("在宅勤務の申請なしにリモート接続する"),
  PROXY_UPLOAD("プロキシ経由で社外へ大量に送る"),
  PHONE_LOST("紛失した携帯電話が使われる"),
  PC_INFECTED("PC がウイルスに感染する"),
  LOGON_WHILE_ABSENT("休暇中の人のアカウントでログオンする"),
  LEAVER_ACCOUNT("退職者のアカウントが使われる"),
  PRIVILEGED_WITHOUT_REQUEST("作業申請なしに特権を使う"),
  REQUEST_WITHOUT_ACCESS("申請した作業が行われていない"),
  PC_HOURS("退勤後も PC が動いている"),
  UNCLEAN_SHUTDOWN("正常に終了せずに止まる"),
  LOG_CLEARED("監査ログが消去される"),
  RECORD_GAP("ログの番号が飛ぶ"),
  SOURCE_SILENT("ログが届かなくなる"),
  LOG_ENDS("終了の記録なしにログが終わる"),
  ROOM_WITHOUT_KEY("鍵管理簿に載らずにサーバー室へ入る");

  private final String title;

  IncidentKind(String title) {
    this.title = title;
  }

  /** What happens, in Japanese: the company is a Japanese one. */
  public String title() {
    return title;
  }

  /** As files and options write it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
