package org.hinomi.collector.decode.columns;

import java.util.List;
import java.util.function.UnaryOperator;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/** How records of named values of one kind are to be read. Thread-safe. */
public final class RecordLayout {
  final String format;
  final List<String> columns;
  final char delimiter;
  final ColumnNames names;
  final @Nullable DeclaredPattern pattern;
  final @Nullable DeclaredTime time;

  /** Whether it is the log of Windows' DHCP server. */
  final boolean dhcp;

  /**
   * @param parameters of a frame, by the names of {@link AgentFrame}; empty where absent
   * @throws IllegalArgumentException where the pattern is none
   */
  public RecordLayout(UnaryOperator<String> parameters) {
    this(parameters, null);
  }

  /**
   * @param time how its times are written; null: told from each
   * @throws IllegalArgumentException where the pattern is none
   */
  public RecordLayout(UnaryOperator<String> parameters, @Nullable DeclaredTime time) {
    format = parameters.apply(AgentFrame.FORMAT);
    columns = List.of(parameters.apply(AgentFrame.COLUMNS).split(AgentFrame.COLUMN_SEPARATOR, -1));
    String named = parameters.apply(AgentFrame.DELIMITER);
    delimiter = named.isEmpty() ? ',' : named.charAt(0);
    names = new ColumnNames(parameters.apply(AgentFrame.MAP));
    pattern =
        format.equals(AgentFrame.FORMAT_PATTERN)
            ? new DeclaredPattern(parameters.apply(AgentFrame.PATTERN))
            : null;
    this.time = time;
    dhcp = format.equals(AgentFrame.FORMAT_CSV) && DhcpRecord.isLayout(columns);
  }
}
