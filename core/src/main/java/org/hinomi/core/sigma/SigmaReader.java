package org.hinomi.core.sigma;

import static java.util.Objects.requireNonNull;
import static org.hinomi.core.sigma.SigmaProblem.Reason.STRUCTURE;
import static org.hinomi.core.sigma.SigmaProblem.Reason.SYNTAX;
import static org.hinomi.core.sigma.SigmaProblem.Reason.VALUE;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads Sigma rules (specification 2.1). A file holds one or more documents, each one rule. A rule
 * is read whole or refused with all its problems; what this program cannot apply is refused too, so
 * that no rule is ever half in force.
 *
 * <p>Read is all that the specification has, and {@code action: global}, {@code repeat} and {@code
 * reset} of its first version, which public rules still use. Immutable and thread-safe.
 */
public final class SigmaReader {
  /** Bytes of the largest file that is read. */
  public static final int SIZE_LIMIT = 1 << 20;

  private static final int NESTING_LIMIT = 50;
  private static final Set<String> STATUSES =
      Set.of("stable", "test", "experimental", "deprecated", "unsupported");

  private final Placeholders placeholders;

  private static final Map<String, Level> LEVELS =
      Arrays.stream(Level.values()).collect(Collectors.toMap(Level::word, level -> level));

  /** Taxonomies whose field names events answer to. */
  private static final Set<String> TAXONOMIES = Set.of("sigma", "ecs");

  /**
   * What a file gave.
   *
   * @param rules the rules that can be applied
   * @param correlations the correlation rules; what they refer to may be in other files
   * @param filters the filters, which the rules of the same file have already
   * @param problems why others were refused; each refused rule has at least one
   */
  public record Reading(
      List<SigmaRule> rules,
      List<CorrelationRule> correlations,
      List<SigmaFilter> filters,
      List<SigmaProblem> problems) {
    /** What gave no filters. */
    public Reading(
        List<SigmaRule> rules, List<CorrelationRule> correlations, List<SigmaProblem> problems) {
      this(rules, correlations, List.of(), problems);
    }

    public Reading {
      filters = List.copyOf(filters);
      rules = List.copyOf(rules);
      correlations = List.copyOf(correlations);
      problems = List.copyOf(problems);
    }

    /**
     * The correlation rules that can be applied: those whose references are all among what was
     * read. What makes the others wrong is among the problems, or a problem of its own.
     */
    public List<CorrelationRule> soundCorrelations() {
      return CorrelationLinks.sound(rules, correlations);
    }
  }

  /**
   * Reads the contents of a file.
   *
   * @param file its name, for problems
   */
  public Reading read(String file, byte[] contents) {
    if (contents.length > SIZE_LIMIT) {
      return refused(file, 1, contents.length + " bytes (expected: at most " + SIZE_LIMIT + ")");
    }
    try {
      return read(
          file, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(contents)).toString());
    } catch (CharacterCodingException e) {
      return refused(file, 1, "not valid UTF-8 (save the file as UTF-8)");
    }
  }

  /** A reader that knows no lists of placeholders. */
  public SigmaReader() {
    this(Placeholders.NONE);
  }

  /** A reader that expands placeholders with these lists. */
  public SigmaReader(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /** Reads the text of a file. */
  public Reading read(String file, String text) {
    List<SigmaRule> rules = new ArrayList<>();
    List<CorrelationRule> correlations = new ArrayList<>();
    List<SigmaFilter> filters = new ArrayList<>();
    List<SigmaProblem> problems = new ArrayList<>();
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(NESTING_LIMIT);
    options.setCodePointLimit(SIZE_LIMIT);
    Collection collection = new Collection();
    boolean empty = true;
    try {
      for (Node document : new Yaml(options).composeAll(new StringReader(text))) {
        if (isEmpty(document)) {
          continue;
        }
        empty = false;
        rule(file, document, collection, rules, correlations, filters, problems);
      }
      if (empty) {
        problems.add(new SigmaProblem(file, 1, "", "no rule in this file", STRUCTURE));
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(new SigmaProblem(file, line, "", "not YAML: " + e.getProblem(), SYNTAX));
    } catch (ReaderException e) {
      int line = 1 + (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      problems.add(
          new SigmaProblem(
              file, line, "", "a character that YAML does not allow: " + e.getName(), SYNTAX));
    } catch (YAMLException e) {
      problems.add(new SigmaProblem(file, 1, "", "not YAML: " + e.getMessage(), SYNTAX));
    }
    return new Reading(SigmaFilter.apply(filters, rules), correlations, filters, problems);
  }

  private static Reading refused(String file, int line, String message) {
    return new Reading(
        List.of(), List.of(), List.of(new SigmaProblem(file, line, "", message, SYNTAX)));
  }

  private static boolean isEmpty(Node document) {
    return document instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private void rule(
      String file,
      Node document,
      Collection collection,
      List<SigmaRule> rules,
      List<CorrelationRule> correlations,
      List<SigmaFilter> filters,
      List<SigmaProblem> problems) {
    try {
      if (!(document instanceof MappingNode written)) {
        throw Nodes.problem(document, "", STRUCTURE, "not a rule (expected: a map with title, …)");
      }
      MappingNode map = collection.next(written);
      if (map == null) {
        return;
      }
      Metadata metadata = new Metadata(file, map, problems);
      Node filter = metadata.node("filter");
      if (filter != null) {
        filter(file, Nodes.line(map), metadata, filter, filters, problems);
        return;
      }
      Node correlation = metadata.node("correlation");
      if (correlation != null) {
        correlation(file, Nodes.line(map), metadata, correlation, correlations, problems);
        return;
      }
      SigmaRule rule = rule(file, Nodes.line(map), metadata, problems);
      if (rule != null) {
        rules.add(rule);
      }
    } catch (SigmaException e) {
      problems.add(e.problem(file));
    }
  }

  private void filter(
      String file,
      int line,
      Metadata metadata,
      Node node,
      List<SigmaFilter> filters,
      List<SigmaProblem> problems)
      throws SigmaException {
    int before = problems.size();
    String title = metadata.required("title");
    metadata.word("taxonomy", TAXONOMIES);
    LogSource logSource = metadata.logSource();
    if (metadata.node("detection") != null || metadata.node("correlation") != null) {
      metadata.report("filter", STRUCTURE, "beside a rule (expected: two documents)");
      return;
    }
    if (!(node instanceof MappingNode map)) {
      throw Nodes.problem(
          node, "filter", STRUCTURE, "not a map (expected: rules, search identifiers, condition)");
    }
    Map<String, Node> parts = Nodes.entries(map, "filter");
    Node named = parts.get("rules");
    if (named == null) {
      throw Nodes.problem(map, "filter.rules", STRUCTURE, "is missing (expected: ids or names)");
    }
    List<String> rules =
        Nodes.scalars(named, "filter.rules").stream().map(ScalarNode::getValue).toList();
    boolean any = named instanceof ScalarNode && rules.equals(List.of("any"));
    Detection detection =
        new DetectionReader(file, placeholders, problems).read(Collection.without(map, "rules"));
    if (problems.size() > before || title == null || detection == null) {
      return;
    }
    boolean remains =
        Nodes.scalars(requireNonNull(parts.get("condition")), "filter.condition").stream()
            .anyMatch(c -> (" " + c.getValue() + " ").matches("(?is).*[\\s(]not[\\s(].*"));
    filters.add(
        new SigmaFilter(
            file,
            line,
            title,
            logSource,
            any ? List.of() : rules,
            remains ? detection : new Detection.Not(detection)));
  }

  private static void correlation(
      String file,
      int line,
      Metadata metadata,
      Node node,
      List<CorrelationRule> correlations,
      List<SigmaProblem> problems)
      throws SigmaException {
    int before = problems.size();
    String title = metadata.required("title");
    if ("unsupported".equals(metadata.word("status", STATUSES))) {
      metadata.report("status", VALUE, "unsupported: the rule itself says that it cannot be used");
    }
    metadata.word("taxonomy", TAXONOMIES);
    String level = metadata.word("level", LEVELS.keySet());
    if (metadata.node("detection") != null) {
      metadata.report("detection", STRUCTURE, "beside correlation (expected: two documents)");
    }
    if (title == null || problems.size() > before) {
      return;
    }
    CorrelationRule rule =
        CorrelationReader.read(
            file, line, metadata, title, level == null ? null : LEVELS.get(level), node);
    if (problems.size() == before) {
      correlations.add(rule);
    }
  }

  private @Nullable SigmaRule rule(
      String file, int line, Metadata metadata, List<SigmaProblem> problems) {
    int before = problems.size();
    String title = metadata.required("title");
    String status = metadata.word("status", STATUSES);
    if ("unsupported".equals(status)) {
      metadata.report("status", VALUE, "unsupported: the rule itself says that it cannot be used");
    }
    metadata.word("taxonomy", TAXONOMIES);
    String level = metadata.word("level", LEVELS.keySet());
    LogSource logSource = metadata.logSource();
    Node detectionNode = metadata.node("detection");
    Detection detection = null;
    if (detectionNode == null) {
      metadata.report("detection", STRUCTURE, "is missing");
    } else {
      detection = new DetectionReader(file, placeholders, problems).read(detectionNode);
    }
    String id = metadata.text("id");
    String name = metadata.text("name");
    List<String> tags = metadata.tags();
    List<String> falsePositives = metadata.texts("falsepositives");
    List<String> fields = metadata.texts("fields");
    Repetition repetition = null;
    try {
      repetition = Repetition.read(metadata.node("repeat"));
    } catch (SigmaException e) {
      problems.add(e.problem(file));
    }
    if (problems.size() > before || title == null || detection == null) {
      return null;
    }
    return new SigmaRule(
        file,
        line,
        id,
        name,
        title,
        status,
        level == null ? null : LEVELS.get(level),
        logSource,
        detection,
        tags,
        falsePositives,
        fields,
        repetition);
  }
}
