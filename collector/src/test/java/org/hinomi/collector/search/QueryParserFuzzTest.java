package org.hinomi.collector.search;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody types as a query: a condition, or a place where it is wrong. */
class QueryParserFuzzTest {
  private static final QueryParser PARSER =
      new QueryParser(
          expression -> {
            try {
              return Pattern.compile(expression).pattern().isEmpty()
                  ? Optional.of("empty")
                  : Optional.empty();
            } catch (PatternSyntaxException e) {
              return Optional.of(e.getDescription());
            }
          },
          InstantSource.fixed(Instant.parse("2026-11-28T00:00:00Z")),
          ZoneOffset.UTC);

  @FuzzTest
  void anyQueryIsReadOrRefused(byte[] bytes) throws IOException {
    String query = new String(bytes, StandardCharsets.UTF_8);
    try {
      PARSER.parse(query);
    } catch (QueryException e) {
      if (e.column() < 1 || e.column() > query.length() + 1) {
        throw new AssertionError("column " + e.column() + " of " + query.length(), e);
      }
    }
  }

  @ParameterizedTest
  @Timeout(10)
  @ValueSource(
      strings = {
        "((((((((((((((((((((((((((((((((((((((((",
        "NOT NOT NOT NOT NOT NOT a",
        "a:[* TO",
        "a:/(/",
        "\"",
        "\\",
        "-+!",
        "a:b:c",
        "a~99999999999",
        "a^1e999",
        "*:*",
        "a:\u0000"
      })
  void refusesWhatIsBroken(String query) throws IOException {
    anyQueryIsReadOrRefused(query.getBytes(StandardCharsets.UTF_8));
    anyQueryIsReadOrRefused(query.repeat(200).getBytes(StandardCharsets.UTF_8));
  }
}
