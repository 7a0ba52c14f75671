package org.hinomi.core.sigma;

/** A question that a rule asks of one value. Immutable and thread-safe. */
public sealed interface ValueTest permits Pattern, Regex, Cidr, NumberTest {

  /** Whether the value is one that the rule describes. */
  boolean matches(String value);
}
