package org.hinomi.collector.search;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.lucene.queryparser.charstream.FastCharStream;
import org.apache.lucene.queryparser.flexible.core.nodes.AndQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BooleanQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BoostQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FuzzyQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.GroupQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.ModifierQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.OrQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QuotedFieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.SlopQueryNode;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;
import org.apache.lucene.queryparser.flexible.standard.nodes.RegexpQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;
import org.apache.lucene.queryparser.flexible.standard.parser.Token;
import org.apache.lucene.queryparser.flexible.standard.parser.TokenMgrError;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.collector.record.FieldKind;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.IpAddress;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query in Lucene's syntax (docs/search.md). Words side by side must all hold, unlike in
 * Lucene, where a ranking would sort out what OR lets in. Thread-safe.
 */
public final class QueryParser {
  /** Longer queries are refused. */
  public static final int MAX_LENGTH = 8192;

  private static final Map<String, String> SHORT_NAMES =
      Map.of(
          "host", Fields.HOST_NAME,
          "app", Fields.PROCESS_NAME,
          "id", Fields.EVENT_CODE,
          "user", Fields.USER_NAME,
          "ip", Fields.SOURCE_IP);
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,18})?");
  private static final String EXISTS = "_exists_";

  private final RegexCheck regexes;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * Makes a parser.
   *
   * @param history asked whether a regular expression is one
   * @param clock what "now" in a range of times is
   * @param zone of times without one
   */
  public QueryParser(History history, InstantSource clock, ZoneId zone) {
    this(history::regexProblem, clock, zone);
  }

  /** The same, for questions that no history is asked. */
  public QueryParser(RegexCheck regexes, InstantSource clock, ZoneId zone) {
    this.regexes = regexes;
    this.clock = clock;
    this.zone = zone;
  }

  /** Says what is wrong with a regular expression; empty when nothing is. */
  @FunctionalInterface
  public interface RegexCheck {
    Optional<String> problem(String expression) throws IOException;
  }

  /** The stored name of a field that may be typed short. */
  static String field(String typed) {
    return SHORT_NAMES.getOrDefault(typed, typed);
  }

  /** Reads a query; an empty one finds everything. */
  public Condition parse(String query) throws QueryException, IOException {
    if (query.isBlank()) {
      return new Condition.All();
    }
    if (query.length() > MAX_LENGTH) {
      throw new QueryException(
          query.substring(0, 60), 1, new WrongQuestion("query.long", query.length(), MAX_LENGTH));
    }
    QueryText text = QueryText.of(query);
    return new Reading(text).condition(tree(text));
  }

  private static QueryNode tree(QueryText text) throws QueryException {
    try {
      return new StandardSyntaxParser(new FastCharStream(new StringReader(text.prepared())))
          .TopLevelQuery(Fields.MESSAGE);
    } catch (ParseException e) {
      Token found = e.currentToken == null ? null : e.currentToken.next;
      if (found == null) {
        throw text.problem(0, "query.unreadable");
      }
      // FastCharStream counts columns from the last token's start plus one, lines it knows none.
      int index = found.kind == 0 ? text.prepared().length() : found.beginColumn;
      throw text.problem(
          index,
          found.kind == 0
              ? new WrongQuestion("query.end")
              : new WrongQuestion("query.unexpected", found.image));
    } catch (TokenMgrError e) {
      throw text.problem(text.prepared().length(), "query.open");
    } catch (StackOverflowError e) {
      throw text.problem(0, "query.deep");
    }
  }

  /** One query on its way from Lucene's tree to ours. */
  private final class Reading {
    private final QueryText text;

    Reading(QueryText text) {
      this.text = text;
    }

    Condition condition(QueryNode node) throws QueryException, IOException {
      return switch (node) {
        case GroupQueryNode group -> condition(group.getChild());
        case ModifierQueryNode modifier -> {
          Condition part = condition(modifier.getChild());
          yield modifier.getModifier() == ModifierQueryNode.Modifier.MOD_NOT
              ? new Condition.Not(part)
              : part;
        }
        case OrQueryNode or -> new Condition.Or(parts(or));
        case AndQueryNode and -> new Condition.And(parts(and));
        case BooleanQueryNode words -> new Condition.And(parts(words));
        case FuzzyQueryNode fuzzy -> throw text.problem(fuzzy.getBegin(), "query.fuzzy");
        case QuotedFieldQueryNode quoted ->
            term(field(quoted), quoted.getTextAsString(), quoted.getBegin());
        case FieldQueryNode term -> fieldTerm(term);
        case TermRangeQueryNode range -> range(range);
        case RegexpQueryNode regex -> regex(regex);
        case BoostQueryNode boost -> throw unknown("query.boost", boost);
        case SlopQueryNode slop -> throw unknown("query.slop", slop);
        default -> throw unknown("query.unknown", node);
      };
    }

    private QueryException unknown(String key, QueryNode node) {
      QueryNode at = node;
      while (!(at instanceof FieldQueryNode)
          && at.getChildren() != null
          && !at.getChildren().isEmpty()) {
        at = at.getChildren().getFirst();
      }
      return text.problem(at instanceof FieldQueryNode field ? field.getBegin() : 0, key);
    }

    private List<Condition> parts(QueryNode node) throws QueryException, IOException {
      List<Condition> parts = new ArrayList<>();
      for (QueryNode child : node.getChildren()) {
        parts.add(condition(child));
      }
      return parts;
    }

    private Condition fieldTerm(FieldQueryNode term) throws QueryException {
      String name = term.getFieldAsString();
      String word = term.getTextAsString();
      if (name.equals(EXISTS)) {
        return new Condition.Exists(QueryParser.field(word));
      }
      if (name.equals("*") && word.equals("*")) {
        return new Condition.All();
      }
      String field = field(term);
      Optional<String> pattern = pattern(term.getText());
      if (pattern.isEmpty()) {
        return term(field, word, term.getBegin());
      }
      return word.equals("*")
          ? new Condition.Exists(field)
          : new Condition.Wildcard(field, pattern.get());
    }

    private String field(FieldQueryNode node) throws QueryException {
      return field(node.getFieldAsString(), node.getBegin());
    }

    private String field(String name, int begin) throws QueryException {
      String field = QueryParser.field(name);
      if (FieldKind.of(field) == FieldKind.OPAQUE) {
        throw text.problem(begin, "query.opaque", field);
      }
      return field;
    }

    private Condition term(String field, String word, int begin) throws QueryException {
      return switch (FieldKind.of(field)) {
        case INTEGER -> {
          String number = value(field, word, begin);
          yield new Condition.Term(field, number);
        }
        case TIME -> {
          Bound moment = new Bound(value(field, word, begin), true);
          yield new Condition.Range(field, moment, moment);
        }
        case TEXT, FULL_TEXT, OPAQUE -> {
          try {
            yield Addresses.term(field, word).orElse(new Condition.Term(field, word));
          } catch (WrongQuestion e) {
            throw text.problem(begin, "in", field, e);
          }
        }
      };
    }

    private Condition range(TermRangeQueryNode range) throws QueryException {
      String field = field(range.getLowerBound());
      Bound lower = bound(field, range.getLowerBound(), range.isLowerInclusive());
      Bound upper = bound(field, range.getUpperBound(), range.isUpperInclusive());
      int begin = range.getLowerBound().getBegin();
      if (lower != null && upper != null && order(field, lower, upper) > 0) {
        throw text.problem(begin, "query.range", field);
      }
      try {
        return Addresses.range(field, lower, upper)
            .orElse(new Condition.Range(field, lower, upper));
      } catch (WrongQuestion e) {
        throw text.problem(begin, "in", field, e);
      }
    }

    /** Compares the ends of a range as far as all readers would; 0 where they might not. */
    private static int order(String field, Bound lower, Bound upper) {
      FieldKind kind = FieldKind.of(field);
      if (kind == FieldKind.INTEGER || kind == FieldKind.TIME) {
        return Long.compare(Long.parseLong(lower.value()), Long.parseLong(upper.value()));
      }
      Optional<IpAddress> from = IpAddress.of(lower.value());
      Optional<IpAddress> to = IpAddress.of(upper.value());
      if (from.isPresent() && to.isPresent() && from.get().ipv4() == to.get().ipv4()) {
        return from.get().value().compareTo(to.get().value());
      }
      return NUMBER.matcher(lower.value()).matches() && NUMBER.matcher(upper.value()).matches()
          ? new BigDecimal(lower.value()).compareTo(new BigDecimal(upper.value()))
          : 0;
    }

    private @Nullable Bound bound(String field, FieldQueryNode node, boolean inclusive)
        throws QueryException {
      String value = node.getTextAsString();
      if (value.equals("*") || value.isEmpty()) {
        return null;
      }
      return new Bound(value(field, value, node.getBegin()), inclusive);
    }

    /** The value as the field's kind wants it. */
    private String value(String field, String value, int begin) throws QueryException {
      try {
        return switch (FieldKind.of(field)) {
          case INTEGER -> Long.toString(Long.parseLong(value));
          case TIME -> Long.toString(Micros.of(TimeText.parse(value, clock.instant(), zone)));
          case TEXT, FULL_TEXT, OPAQUE -> value;
        };
      } catch (NumberFormatException e) {
        throw text.problem(begin, "query.whole", field, value);
      } catch (WrongQuestion e) {
        throw text.problem(begin, "in", field, e);
      }
    }

    private Condition regex(RegexpQueryNode node) throws QueryException, IOException {
      String expression = node.getText().toString();
      String field = field(node.getFieldAsString(), 0);
      Optional<String> problem = regexes.problem(expression);
      if (problem.isPresent()) {
        int begin = Math.max(0, text.prepared().indexOf("/" + expression));
        throw text.problem(begin, "query.regex", problem.get());
      }
      if (FieldKind.of(field) == FieldKind.TIME) {
        throw text.problem(0, "query.times", field);
      }
      return new Condition.Regex(field, expression);
    }
  }

  /** The wildcard pattern in a term; empty where all its {@code * ?} are escaped. */
  private static Optional<String> pattern(CharSequence term) {
    boolean wild = false;
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      boolean plain = UnescapedCharSequence.wasEscaped(term, i);
      if (!plain && (c == '*' || c == '?')) {
        wild = true;
      } else if (c == '*' || c == '?' || c == '\\') {
        pattern.append('\\');
      }
      pattern.append(c);
    }
    return wild ? Optional.of(pattern.toString()) : Optional.empty();
  }
}
