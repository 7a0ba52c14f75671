package org.hinomi.collector.audit;

/**
 * Who did something.
 *
 * @param user empty where nobody knows
 * @param proof how that is known; empty where it is not
 * @param address from where; empty: on the machine itself
 */
public record Who(String user, String proof, String address) {}
