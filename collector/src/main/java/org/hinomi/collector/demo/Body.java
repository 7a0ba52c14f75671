package org.hinomi.collector.demo;

import java.util.List;
import java.util.Map;
import org.hinomi.core.sample.Sample;

/** What a machine has to say, before it has a number and a form. */
sealed interface Body {

  /** What a program gives to syslog(3). */
  record Line(int facility, int severity, String tag, int pid, String text) implements Body {
    static final int AUTHPRIV = 10;
    static final int MAIL = 2;
    static final int DAEMON = 3;
    static final int CRON = 9;
    static final int LOCAL5 = 21;
    static final int LOCAL6 = 22;
    static final int INFO = 6;
    static final int NOTICE = 5;
    static final int WARNING = 4;
    static final int ERROR = 3;
  }

  /**
   * A record of a Windows event log.
   *
   * @param qualifiers of classic providers; -1: none
   * @param level 1 critical .. 4 information, 0 always
   * @param keywords hexadecimal
   * @param data names and values; a name is empty where the value has none
   * @param userData the element below UserData, where data stand there; else empty
   */
  record Windows(
      String channel,
      String provider,
      int id,
      int qualifiers,
      int level,
      String keywords,
      Map<String, String> data,
      String userData,
      String message)
      implements Body {}

  /** A round of samples. */
  record Round(int interval, List<Sample> samples) implements Body {}

  /** The header section of a mail that the archive was asked for. */
  record MailHeader(String path, String section, long size, String attachments) implements Body {}

  /** Records of a channel that are not there: their numbers were given, and they never came. */
  record Lost(String channel, int records) implements Body {}
}
