package org.hinomi.collector.demo;

/** Lines of Samba's vfs_full_audit with {@code prefix = %U|%I|%m|%S}. */
final class Samba {
  private Samba() {}

  static Body audit(Person person, String share, String operation, String arguments) {
    return new Body.Line(
        Body.Line.LOCAL5,
        Body.Line.NOTICE,
        "smbd_audit",
        2000 + person.number(),
        person.account()
            + "|"
            + person.address()
            + "|"
            + person.pc()
            + "|"
            + share
            + "|"
            + operation
            + "|ok|"
            + arguments);
  }
}
