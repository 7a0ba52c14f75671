package org.hinomi.core.unix;

import static java.util.Objects.requireNonNull;

/**
 * One record of wtmp, btmp or utmp: glibc's {@code struct utmp} (bits/utmp.h, utmp(5)).
 *
 * @param pid of the process that logged on; of a RUN_LVL record the run level and the one before it
 * @param line the terminal: {@code pts/0}, {@code ssh:notty}, {@code ~} for the system
 * @param id its short name
 * @param user who logged on; {@code reboot}, {@code shutdown} and {@code runlevel} for the system
 * @param host where from, as the program had it; of a start, the release of the kernel
 * @param termination of a process that ended: the signal
 * @param exit of a process that ended: its status
 * @param session of getsid(2)
 * @param micros since 1970
 * @param address where from; "" where the record has none
 */
public record UtmpRecord(
    UtmpType type,
    long pid,
    String line,
    String id,
    String user,
    String host,
    int termination,
    int exit,
    long session,
    long micros,
    String address) {
  public UtmpRecord {
    requireNonNull(type, "type");
    requireNonNull(line, "line");
    requireNonNull(id, "id");
    requireNonNull(user, "user");
    requireNonNull(host, "host");
    requireNonNull(address, "address");
  }

  /** Whether the system says with it that it goes down in good order. */
  public boolean isShutdown() {
    return type == UtmpType.RUN_LVL && user.equals("shutdown");
  }
}
