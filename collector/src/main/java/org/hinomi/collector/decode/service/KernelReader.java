package org.hinomi.collector.decode.service;

/** What the kernel says: packets, audit records of its own, and the patterns of the table. */
final class KernelReader implements ServiceReader {
  private final ServiceReader packets = new PacketReader();
  private final ServiceReader audit = new AuditReader();
  private final ServiceReader texts;

  KernelReader(ServiceReader texts) {
    this.texts = texts;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int p = uptime(text, from);
    if (text.startsWith("audit: ", p) && audit.read(text, p + 7, out)) {
      return true;
    }
    return packets.read(text, p, out) || texts.read(text, p, out);
  }

  /** {@code [ 203.842973] }: seconds since the start. */
  private static int uptime(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '[') {
      return from;
    }
    int p = from + 1;
    while (p < text.length() && p - from < 20) {
      char c = text.charAt(p);
      if (c == ']') {
        return p + 1 < text.length() && text.charAt(p + 1) == ' ' ? p + 2 : p + 1;
      }
      if (c != ' ' && c != '.' && (c < '0' || c > '9')) {
        return from;
      }
      p++;
    }
    return from;
  }
}
