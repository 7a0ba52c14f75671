package org.hinomi.core.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.CombinedConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.commons.configuration2.tree.NodeCombiner;
import org.hinomi.core.settings.Place.Kind;

/**
 * Lays {@code --set KEY=VALUE} over a file. KEY is a dotted path ({@code listen.relp}); VALUE is
 * taken as it stands, and as YAML where it begins with <code>[</code> or <code>{</code>. A later
 * one wins over an earlier one, each wins over the file; lists are replaced, never merged.
 */
final class Overrides {

  /** What a problem with an override names as its file. */
  static final Path FILE = Path.of("--set");

  private Overrides() {}

  static ImmutableNode over(YamlConfiguration file, List<String> overrides, Problems problems) {
    List<BaseHierarchicalConfiguration> layers = new ArrayList<>();
    for (int i = 0; i < overrides.size(); i++) {
      String override = overrides.get(i);
      int equals = override.indexOf('=');
      Place place = new Place(FILE, Path.of(""), i + 1, 1, Kind.MAPPING);
      if (equals < 1 || !override.substring(0, equals).matches("[^.=]+(\\.[^.=]+)*")) {
        // Only what stands before the sign: the rest may be a secret.
        problems.add(place, "", override.substring(0, Math.max(0, equals)), "KEY=VALUE");
        continue;
      }
      layers.addFirst(
          layer(override.substring(0, equals), override.substring(equals + 1), place, problems));
    }
    if (layers.isEmpty()) {
      return file.root();
    }
    CombinedConfiguration all = new CombinedConfiguration(new MergeMappings());
    layers.forEach(all::addConfiguration);
    all.addConfiguration(file);
    return all.getNodeModel().getNodeHandler().getRootNode();
  }

  private static BaseHierarchicalConfiguration layer(
      String key, String value, Place place, Problems problems) {
    String[] names = key.split("\\.", -1);
    ImmutableNode node = value(value, place, problems).setName(names[names.length - 1]);
    for (int i = names.length - 2; i >= -1; i--) {
      node = place.node(i < 0 ? "" : names[i]).addChild(node).create();
    }
    BaseHierarchicalConfiguration layer = new BaseHierarchicalConfiguration();
    layer.getNodeModel().setRootNode(node);
    return layer;
  }

  private static ImmutableNode value(String value, Place place, Problems problems) {
    if (value.startsWith("[") || value.startsWith("{")) {
      YamlConfiguration yaml =
          new YamlConfiguration(place.file(), place.base(), place.line(), problems);
      try {
        yaml.read(new StringReader(value));
      } catch (IOException e) {
        throw new UncheckedIOException("a text in memory", e);
      } catch (ConfigurationException e) {
        throw new IllegalStateException("reading reports problems instead", e);
      }
      return yaml.root();
    }
    Kind kind = value.isEmpty() ? Kind.EMPTY : Kind.TEXT;
    Place own = new Place(place.file(), place.base(), place.line(), 1, kind);
    return own.node("").value(value.isEmpty() ? null : value).create();
  }

  /** Mappings are merged key by key; of anything else the first wins. */
  private static final class MergeMappings extends NodeCombiner {
    @Override
    public ImmutableNode combine(ImmutableNode over, ImmutableNode under) {
      if (Place.of(over).kind() != Kind.MAPPING || Place.of(under).kind() != Kind.MAPPING) {
        return over;
      }
      // The place stays the file's: a key missing in the section is missing there.
      ImmutableNode.Builder result = Place.of(under).node(under.getNodeName());
      Set<String> merged = new HashSet<>();
      for (ImmutableNode child : under.getChildren()) {
        List<ImmutableNode> winners = over.getChildren(child.getNodeName());
        merged.add(child.getNodeName());
        result.addChild(winners.isEmpty() ? child : combine(winners.getFirst(), child));
      }
      for (ImmutableNode child : over.getChildren()) {
        if (!merged.contains(child.getNodeName())) {
          result.addChild(child);
        }
      }
      return result.create();
    }
  }
}
