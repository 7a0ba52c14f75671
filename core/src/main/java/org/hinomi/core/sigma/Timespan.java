package org.hinomi.core.sigma;

import org.hinomi.core.sigma.SigmaProblem.Reason;
import org.yaml.snakeyaml.nodes.Node;

/** A time as the specification writes it: {@code 90s}, {@code 5m}, {@code 1h}, {@code 2d}. */
final class Timespan {
  private Timespan() {}

  /**
   * @param node where it stands
   * @return milliseconds, from 1000 on
   */
  static long millis(Node node, String key, String text) throws SigmaException {
    if (!text.matches("[1-9][0-9]{0,8}[smhd]")) {
      throw Nodes.problem(node, key, Reason.VALUE, text + " (expected: e.g. 90s, 5m, 1h)");
    }
    long unit =
        switch (text.charAt(text.length() - 1)) {
          case 's' -> 1_000L;
          case 'm' -> 60_000L;
          case 'h' -> 3_600_000L;
          default -> 86_400_000L;
        };
    return Long.parseLong(text, 0, text.length() - 1, 10) * unit;
  }
}
