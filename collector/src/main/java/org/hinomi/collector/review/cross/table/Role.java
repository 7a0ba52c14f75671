package org.hinomi.collector.review.cross.table;

import java.util.List;
import java.util.Locale;

/**
 * What a column of somebody's table is. The words are heads that people write, in the form of
 * {@link Names#plain}; the first that fits wins, so the more special roles stand first.
 */
public enum Role {
  ROMAN_NAME("氏名(英字)", "英字氏名", "ローマ字", "ローマ字氏名", "romanname", "nameinroman"),
  ADMIN_ACCOUNT("管理者アカウント", "特権アカウント", "特権id", "adminaccount", "privilegedaccount"),
  STAFF_NUMBER(
      "社員番号",
      "従業員番号",
      "職員番号",
      "社員no",
      "社員コード",
      "社員id",
      "employeeid",
      "employeenumber",
      "staffnumber",
      "staffid"),
  ACCOUNT(
      "アカウント",
      "ユーザー名",
      "ユーザ名",
      "ユーザーid",
      "ユーザid",
      "ログインid",
      "ログオン名",
      "account",
      "username",
      "userid",
      "login",
      "user"),
  MAIL("メールアドレス", "メール", "eメール", "email", "mail", "mailaddress", "emailaddress"),
  PC(
      "pc名",
      "pc",
      "端末名",
      "端末",
      "コンピューター名",
      "コンピュータ名",
      "ホスト名",
      "computer",
      "workstation",
      "hostname"),
  OTHER_NUMBER(
      "相手先番号", "通話相手先", "相手番号", "通話先", "発信先", "着信番号", "callednumber", "callee", "dialednumber"),
  PHONE(
      "携帯電話",
      "携帯番号",
      "携帯電話番号",
      "電話番号",
      "発信番号",
      "phone",
      "phonenumber",
      "mobile",
      "mobilenumber",
      "callingnumber"),
  CLOCK_IN(
      "出勤時刻", "始業時刻", "出社時刻", "出勤", "始業", "出社", "clockin", "timein", "start of work", "checkin"),
  CLOCK_OUT("退勤時刻", "終業時刻", "退社時刻", "退勤", "終業", "退社", "clockout", "timeout", "checkout"),
  LAST_DAY(
      "最終出社日",
      "最終日",
      "退職日",
      "異動日",
      "最終勤務日",
      "lastday",
      "leavingdate",
      "terminationdate",
      "transferdate"),
  LOST("紛失日時", "紛失日", "lostat", "losttime", "dateofloss"),
  REPORTED("届出日時", "届出日", "報告日時", "reportedat", "reporttime"),
  KEY("鍵番号", "鍵名", "鍵の名称", "鍵", "keynumber", "keyname", "key"),
  TAKEN("貸出日時", "貸出時刻", "貸出", "持出日時", "持出時刻", "takenat", "taken", "issuedat", "issued"),
  RETURNED("返却日時", "返却時刻", "返却", "returnedat", "returned"),
  ROOM("部屋", "室名", "部屋名", "入室先", "区画", "room", "roomname", "area"),
  ENTERED("入館時刻", "入館", "入室日時", "入室時刻", "入室", "入場時刻", "entered", "entry", "arrival"),
  EXITED("退館時刻", "退館", "退室", "退場時刻", "exited", "exit", "departure"),
  FROM("開始日時", "開始日", "作業開始", "利用開始日", "開始", "から", "from", "start", "starttime", "startdate"),
  TO("終了日時", "終了日", "作業終了", "利用終了日", "終了", "まで", "to", "end", "endtime", "enddate"),
  TIME("発信日時", "利用日時", "決済日時", "利用日", "日時", "time", "datetime", "timestamp", "dateandtime"),
  DATE("日付", "勤務日", "対象日", "実施日", "来訪日", "年月日", "date", "workdate", "day"),
  TARGET(
      "対象サーバー", "対象サーバ", "対象ホスト", "対象機器", "作業対象", "サーバー", "サーバ", "server", "target", "host",
      "system"),
  FOLDER(
      "対象フォルダー", "対象フォルダ", "フォルダー", "フォルダ", "共有フォルダー", "共有フォルダ", "アクセス先", "folder", "share",
      "path"),
  RIGHT("権限", "アクセス権", "アクセス権限", "right", "rights", "permission", "permissions", "access"),
  DEPARTMENT("部署", "所属", "部門", "department", "division"),
  PLACE("勤務場所", "場所", "接続場所", "place", "location"),
  LATITUDE("緯度", "latitude", "lat"),
  LONGITUDE("経度", "longitude", "lon", "lng"),
  STATION("駅", "利用駅", "駅名", "station"),
  SHOP("店舗", "加盟店", "利用店", "shop", "merchant", "store"),
  AMOUNT("金額", "利用金額", "amount", "price"),
  DURATION("通話時間(秒)", "通話時間", "duration", "seconds"),
  VISITOR("来訪者", "訪問者", "来訪者名", "visitor", "visitorname", "guest"),
  COMPANY("会社名", "会社", "company", "organization"),
  STATE("状態", "承認", "承認状態", "ステータス", "status", "state", "approval"),
  PURPOSE("作業内容", "内容", "理由", "目的", "purpose", "description", "reason"),
  NUMBER("申請番号", "受付番号", "管理番号", "requestnumber", "requestid", "ticket", "no"),
  KIND("区分", "勤務区分", "種別", "種類", "勤怠区分", "kind", "type", "category"),
  NAME(
      "氏名",
      "名前",
      "社員名",
      "従業員名",
      "申請者",
      "申請者名",
      "利用者",
      "応対者",
      "担当者",
      "name",
      "fullname",
      "employee",
      "employeename",
      "applicant",
      "requester");

  private final List<String> words;

  Role(String... words) {
    this.words = List.of(words);
  }

  List<String> words() {
    return words;
  }

  /** As mappings write it: {@code clock-in}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
