package org.hinomi.collector.demo;

/**
 * Somebody of the company.
 *
 * @param number of the staff, from 1
 * @param account of the directory, like {@code sato.k}
 * @param pc the personal computer on the desk
 * @param address of the PC
 * @param home address that the provider at home gives
 * @param mobile address that the carrier gives the phone
 * @param phone number of the company's phone
 * @param telework whether there are days of work from home
 */
record Person(
    int number,
    String family,
    String given,
    String romanFamily,
    String romanGiven,
    Department department,
    String account,
    String pc,
    String address,
    String home,
    String mobile,
    String phone,
    boolean telework) {

  /** As tables write it, with the full-width space. */
  String name() {
    return family + "　" + given;
  }

  String mail() {
    return account + "@" + Company.DOMAIN;
  }

  String staffNumber() {
    return "A%04d".formatted(1000 + number);
  }

  boolean administrator() {
    return department == Department.SYSTEMS;
  }
}
