package org.hinomi.core.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the machine is called on which this runs. */
public final class ThisMachine {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
  private static final String NAMELESS = "localhost";

  private ThisMachine() {}

  /** Its own name, also where no resolver knows it; {@code localhost} where it has none. */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return unresolved(KERNEL, System.getenv());
    }
  }

  /** The name by which others may find it: with its domain, where the resolver tells one. */
  public static String fullName() {
    String name = name();
    try {
      InetAddress address = InetAddress.getLocalHost();
      return full(name, address.getCanonicalHostName(), address);
    } catch (UnknownHostException e) {
      return name;
    }
  }

  /** What a loopback address is called helps nobody elsewhere. */
  static String full(String name, String canonical, InetAddress address) {
    boolean inside =
        address.isLoopbackAddress()
            && (canonical.equals(NAMELESS)
                || canonical.startsWith(NAMELESS + ".")
                || canonical.equals(address.getHostAddress()));
    return inside ? name : canonical;
  }

  static String unresolved(Path kernel, Map<String, String> environment) {
    String name =
        environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
    try {
      name = Files.readString(kernel);
    } catch (IOException e) {
      // Not on Linux: what the environment says counts.
    }
    return name.isBlank() ? NAMELESS : name.strip();
  }
}
