package org.hinomi.collector.decode.columns;

import java.util.Map;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of Microsoft IIS' logs mean (W3C extended; HTTP, FTP and HTTP.sys' errors),
 * where the names alone do not say it to {@code names.txt}.
 */
final class IisRecord {
  private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Statuses of HTTP from which on a request was not answered as asked, and the server failed. */
  private static final long FIRST_ERROR = 400;

  private static final long FIRST_SERVER_ERROR = 500;

  /** FTP: not logged in (RFC 959, 4.2.2). */
  private static final long FTP_NOT_LOGGED_IN = 530;

  private IisRecord() {}

  /** Takes what it knows out of the columns. */
  static void take(Map<String, Object> values, Map<String, Object> fields) {
    text(values, "s-sitename", Fields.SERVICE_NAME, fields);
    text(values, "s-siteid", Fields.SERVICE_NAME, fields);
    text(values, "cs-method", Fields.HTTP_METHOD, fields);
    text(values, "cs(User-Agent)", Fields.USER_AGENT, fields);
    text(values, "cs(Referer)", Fields.HTTP_REFERRER, fields);
    text(values, "cs-host", Fields.URL_DOMAIN, fields);
    text(values, "cs(Host)", Fields.URL_DOMAIN, fields);
    text(values, "s-reason", Fields.EVENT_REASON, fields);
    text(values, "x-session", Fields.SESSION_ID, fields);
    text(values, "x-fullpath", Fields.FILE_PATH, fields);
    number(values, "sc-bytes", Fields.HTTP_BYTES, fields);
    number(values, "cs-bytes", Fields.HTTP_REQUEST_BYTES, fields);
    number(values, "sc-status", Fields.HTTP_STATUS, fields);
    url(values, fields);
    user(values, fields);
    Object version = values.remove("cs-version");
    if (version != null) {
      String text = version.toString();
      fields.put(Fields.HTTP_VERSION, text.startsWith("HTTP/") ? text.substring(5) : text);
    }
    Long millis = whole(values.get("time-taken"));
    if (millis != null && millis < Long.MAX_VALUE / NANOS_PER_MILLI) {
      values.remove("time-taken");
      fields.put(Fields.EVENT_DURATION, millis * NANOS_PER_MILLI);
    }
    Long code = whole(values.get("sc-win32-status"));
    if (code != null && code != 0) {
      fields.put(Fields.ERROR_CODE, String.valueOf(values.remove("sc-win32-status")));
    }
    judge(fields);
  }

  /** The same kinds as those of other web servers' logs. */
  private static void judge(Map<String, Object> fields) {
    boolean ftp = String.valueOf(fields.get(Fields.SERVICE_NAME)).startsWith("FTPSVC");
    String kind = Review.USER_ACTIVITY;
    if (fields.get(Fields.HTTP_STATUS) instanceof Long status) {
      fields.put(Fields.EVENT_OUTCOME, status < FIRST_ERROR ? "success" : "failure");
      boolean refused =
          ftp ? status == FTP_NOT_LOGGED_IN : status == 401 || status == 403 || status == 407;
      if (refused) {
        kind = Review.SECURITY_EVENT;
      } else if (!ftp && status >= FIRST_SERVER_ERROR) {
        kind = Review.FAULT;
      }
    } else if (fields.containsKey(Fields.EVENT_REASON)) {
      // HTTP.sys closed the connection without an answer.
      kind = Review.EXCEPTION;
      fields.put(Fields.EVENT_OUTCOME, "failure");
    }
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.EVENT_ACTION, ftp ? "ftp-request" : "http-request");
    fields.put(Fields.EVENT_CATEGORY, ftp ? "file" : "web");
  }

  private static void url(Map<String, Object> values, Map<String, Object> fields) {
    Object stem = values.remove("cs-uri-stem");
    Object query = values.remove("cs-uri-query");
    Object whole = values.remove("cs-uri");
    if (whole != null) {
      fields.put(Fields.URL_ORIGINAL, whole.toString());
    } else if (stem != null) {
      fields.put(Fields.URL_ORIGINAL, query == null ? stem.toString() : stem + "?" + query);
    }
  }

  /** {@code DOMAIN\\user} of Windows' own authentication. */
  private static void user(Map<String, Object> values, Map<String, Object> fields) {
    Object value = values.remove("cs-username");
    if (value == null) {
      return;
    }
    String name = value.toString();
    int slash = name.indexOf('\\');
    if (slash > 0 && slash < name.length() - 1) {
      fields.put(Fields.USER_DOMAIN, name.substring(0, slash));
      name = name.substring(slash + 1);
    }
    fields.put(Fields.USER_NAME, name);
  }

  private static void text(
      Map<String, Object> values, String column, String field, Map<String, Object> fields) {
    Object value = values.remove(column);
    if (value != null) {
      fields.put(field, value.toString());
    }
  }

  private static void number(
      Map<String, Object> values, String column, String field, Map<String, Object> fields) {
    Long number = whole(values.get(column));
    if (number != null) {
      values.remove(column);
      fields.put(field, number);
    }
  }

  private static @Nullable Long whole(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    return WHOLE.matcher(text).matches() ? Long.valueOf(text) : null;
  }
}
