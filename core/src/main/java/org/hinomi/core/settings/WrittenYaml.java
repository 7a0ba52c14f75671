package org.hinomi.core.settings;

import java.util.Locale;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.hinomi.core.settings.Place.Kind;

/** Writes a tree of settings in YAML's flow style, every text in quotes. */
final class WrittenYaml {
  private WrittenYaml() {}

  static void append(StringBuilder text, ImmutableNode node) {
    Kind kind = Place.of(node).kind();
    switch (kind) {
      case MAPPING, LIST -> {
        text.append(kind == Kind.MAPPING ? '{' : '[');
        String between = "";
        for (ImmutableNode child : node.getChildren()) {
          text.append(between);
          if (kind == Kind.MAPPING) {
            quote(text, child.getNodeName());
            text.append(": ");
          }
          append(text, child);
          between = ", ";
        }
        text.append(kind == Kind.MAPPING ? '}' : ']');
      }
      case TEXT -> quote(text, String.valueOf(node.getValue()));
      case EMPTY -> text.append("null");
    }
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f || c == 0x85 || c == 0xA0 || c >= 0x2028 && c <= 0x2029) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
