package org.hinomi.core.sigma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The file {@code placeholders.yaml} beside or above rules: a map of names to a value or a list of
 * values, which may hold wildcards.
 */
final class PlaceholderFile {
  static final String NAME = "placeholders.yaml";

  private PlaceholderFile() {}

  /** The lists of the folder, or of the nearest above it that has such a file. */
  static Placeholders nearest(Path folder, List<SigmaProblem> problems) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(NAME);
      if (Files.isRegularFile(file)) {
        return read(file, problems);
      }
    }
    return Placeholders.NONE;
  }

  /** Reads one; what is wrong with it is added to the problems. */
  static Placeholders read(Path file, List<SigmaProblem> problems) {
    String name = file.toString();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(SigmaReader.SIZE_LIMIT);
      Node node = new Yaml(options).compose(new StringReader(Files.readString(file, UTF_8)));
      if (!(node instanceof MappingNode map)) {
        throw new YAMLException("not a map (expected: name: [values])");
      }
      for (Map.Entry<String, Node> entry : Nodes.entries(map, "").entrySet()) {
        List<ScalarNode> values = Nodes.scalars(entry.getValue(), entry.getKey());
        lists.put(entry.getKey(), values.stream().map(ScalarNode::getValue).toList());
      }
    } catch (SigmaException e) {
      problems.add(e.problem(name));
    } catch (IOException | YAMLException e) {
      String message = "cannot be read: " + e.getMessage();
      problems.add(new SigmaProblem(name, 1, "", message, SigmaProblem.Reason.SYNTAX));
    }
    return new Placeholders(lists);
  }
}
