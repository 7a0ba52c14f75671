package org.hinomi.core.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.hinomi.core.settings.Place.Kind;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as a tree of texts. Commons Configuration's own YAMLConfiguration lets YAML guess types
 * ({@code 9:00} becomes 540, {@code 0514} 332, {@code NO} false), drops empty lists, lets the last
 * of two equal keys win and forgets the lines; so this one stops at SnakeYAML's nodes: every scalar
 * stays the text that was written, every node knows its {@link Place}, and nothing is ever
 * constructed from a tag.
 *
 * <p>What is wrong is added to the {@link Problems} and reading goes on as far as it can. The
 * problems never quote the file's values: one of them may be a password.
 */
final class YamlConfiguration extends BaseHierarchicalConfiguration
    implements FileBasedConfiguration {

  /** Largest file in characters; a settings file of a thousand lines has 50,000. */
  static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 32;

  /** After aliases are followed: what keeps "a billion laughs" out. */
  private static final int MOST_NODES = 50_000;

  /** What YAML itself calls its values; as nothing is constructed, they make no difference. */
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.SEQ,
          Tag.MAP);

  private static final String PLAIN_YAML = "plain YAML";

  private final Path file;
  private final Path base;
  private final int firstLine;
  private final transient Problems problems;
  private int nodes;
  private boolean broken;

  /**
   * @param base the folder that relative paths in this file start from
   * @param firstLine the number of the first line, 1 for a file of its own
   */
  YamlConfiguration(Path file, Path base, int firstLine, Problems problems) {
    this.file = file;
    this.base = base;
    this.firstLine = firstLine;
    this.problems = problems;
    getNodeModel().setRootNode(at(firstLine, 1, Kind.EMPTY).node("").create());
  }

  @Override
  public void read(Reader in) throws ConfigurationException, IOException {
    StringWriter text = new StringWriter();
    if (in.transferTo(text) > LONGEST) {
      unreadable(firstLine, "longer than " + LONGEST + " characters", "a smaller file");
      return;
    }
    String yaml = text.toString();
    read(yaml.startsWith("\ufeff") ? yaml.substring(1) : yaml);
  }

  private void read(String yaml) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(LONGEST);
    limits.setNestingDepthLimit(DEEPEST);
    limits.setMaxAliasesForCollections(50);
    limits.setAllowRecursiveKeys(false);
    // Tags are refused below, with their place and without their text.
    limits.setTagInspector(tag -> true);
    try {
      Node root =
          new Composer(new ParserImpl(new StreamReader(yaml), limits), new Resolver(), limits)
              .getSingleNode();
      if (root != null) {
        getNodeModel().setRootNode(convert("", "", root, root.getStartMark(), 0));
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      unreadable(mark == null ? firstLine : line(mark), "bad YAML: " + said(e), PLAIN_YAML);
    } catch (ReaderException e) {
      int before = Math.min(yaml.length(), yaml.offsetByCodePoints(0, e.getPosition()));
      int line = firstLine + (int) yaml.substring(0, before).chars().filter(c -> c == '\n').count();
      unreadable(
          line,
          String.format("the character U+%04X", e.getCodePoint()),
          "printable text; in quotes it can be written as an escape");
    } catch (TooMuchException e) {
      unreadable(e.line, e.what, "a smaller file");
    } catch (YAMLException e) {
      unreadable(firstLine, "bad YAML: " + limit(e), PLAIN_YAML);
    }
  }

  /** SnakeYAML's own words, without the names of anchors and tags: they are the file's text. */
  private static String said(MarkedYAMLException e) {
    String words = e.getProblem() == null ? String.valueOf(e.getContext()) : e.getProblem();
    for (String start :
        new String[] {"found undefined alias", "found undefined tag handle", "found duplicate"}) {
      if (words.startsWith(start)) {
        return start + "; quote a text that begins with * & or !";
      }
    }
    return words.strip();
  }

  /** What SnakeYAML throws without a mark are its limits. */
  private static String limit(YAMLException e) {
    String words = String.valueOf(e.getMessage());
    if (words.startsWith("Number of aliases")) {
      return "too many aliases";
    }
    return words.startsWith("Nesting Depth") ? "nested deeper than " + DEEPEST : "not readable";
  }

  private ImmutableNode convert(String name, String key, Node node, Mark mark, int depth) {
    int line = line(mark);
    int column = mark.getColumn() + 1;
    if (depth > DEEPEST) {
      throw new TooMuchException(line, "nested deeper than " + DEEPEST);
    }
    if (++nodes > MOST_NODES) {
      throw new TooMuchException(line, "more than " + MOST_NODES + " values");
    }
    if (!PLAIN_TAGS.contains(node.getTag())) {
      problem(line, key, "a tag", PLAIN_YAML + "; quote a text that begins with !");
      return at(line, column, Kind.EMPTY).node(name).create();
    }
    return switch (node) {
      case MappingNode mapping ->
          mapping(name, key, mapping, at(line, column, Kind.MAPPING), depth);
      case SequenceNode list -> list(name, key, list, at(line, column, Kind.LIST), depth);
      case ScalarNode scalar when scalar.isPlain() && Tag.NULL.equals(scalar.getTag()) ->
          at(line, column, Kind.EMPTY).node(name).create();
      case ScalarNode scalar ->
          at(line, column, Kind.TEXT).node(name).value(scalar.getValue()).create();
      default -> throw new IllegalStateException("a YAML node of " + node.getNodeId());
    };
  }

  private ImmutableNode mapping(
      String name, String key, MappingNode mapping, Place place, int depth) {
    ImmutableNode.Builder result = place.node(name);
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Mark mark = entry.getKeyNode().getStartMark();
      int line = line(mark);
      if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
        problem(line, key, "a key that is no text", "key: value");
        continue;
      }
      String child = scalar.getValue();
      Integer first = lines.putIfAbsent(child, line);
      if (first != null) {
        problem(line, path(key, child), "second of its name", "one; the first is in line " + first);
        continue;
      }
      result.addChild(convert(child, path(key, child), entry.getValueNode(), mark, depth + 1));
    }
    return result.create();
  }

  private ImmutableNode list(String name, String key, SequenceNode list, Place place, int depth) {
    ImmutableNode.Builder result = place.node(name);
    int index = 0;
    for (Node entry : list.getValue()) {
      String entryKey = key + "[" + index++ + "]";
      result.addChild(convert(Place.ENTRY, entryKey, entry, entry.getStartMark(), depth + 1));
    }
    return result.create();
  }

  static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  private Place at(int line, int column, Kind kind) {
    return new Place(file, base, line, column, kind);
  }

  private int line(Mark mark) {
    return mark.getLine() + firstLine;
  }

  private void unreadable(int line, String what, String expected) {
    broken = true;
    problem(line, "", what, expected);
  }

  private void problem(int line, String key, String value, String expected) {
    problems.add(at(line, 1, Kind.EMPTY), key, value, expected);
  }

  /** Whether there is no tree because the text is no YAML, or too much of it. */
  boolean broken() {
    return broken;
  }

  ImmutableNode root() {
    return getNodeModel().getNodeHandler().getRootNode();
  }

  /** Settings are edited by people: there is nothing that writes them. */
  @Override
  public void write(Writer out) throws ConfigurationException {
    throw new ConfigurationException(file + ": settings files are only read");
  }

  /** Ends the conversion of a file that is made to explode. */
  private static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final String what;

    TooMuchException(int line, String what) {
      super(what);
      this.line = line;
      this.what = what;
    }
  }
}
