package org.hinomi.core.windows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of Windows' DHCP server (DhcpSrvLog-Mon.log, DhcpV6SrvLog-Mon.log): delimited text
 * behind a head that explains it. The server uses the file of a weekday again a week later.
 */
public final class DhcpLog {
  private static final String HEAD = "Microsoft DHCP";
  private static final String FIRST = "ID,";

  /** The server writes the names in its own language; their places are the same in all. */
  private static final List<String> V4 =
      List.of("ID", "Date", "Time", "Description", "IP Address", "Host Name", "MAC Address");

  private static final List<String> V6 =
      List.of("ID", "Date", "Time", "Description", "IPv6 Address", "Host Name");

  private DhcpLog() {}

  /** Whether a file with this line at its start is one. */
  public static boolean isHead(String line) {
    return line.strip().startsWith(HEAD);
  }

  /** The same of the first bytes of a line; costs next to nothing for any other. */
  public static boolean isHead(byte[] line) {
    int p = 0;
    while (p < line.length && (line[p] == ' ' || line[p] == '\t')) {
      p++;
    }
    for (int i = 0; i < HEAD.length(); i++) {
      if (p + i >= line.length || line[p + i] != HEAD.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The names of the columns, where this line of such a file gives them.
   *
   * @return null where it is another line
   */
  public static @Nullable List<String> columns(String line) {
    if (!line.startsWith(FIRST)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String name : line.strip().split(",")) {
      names.add(name.strip());
    }
    List<String> usual = names.size() > 4 && names.get(4).contains("v6") ? V6 : V4;
    for (int i = 0; i < Math.min(usual.size(), names.size()); i++) {
      names.set(i, usual.get(i));
    }
    return names;
  }
}
