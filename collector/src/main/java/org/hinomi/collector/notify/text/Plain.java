package org.hinomi.collector.notify.text;

import java.util.List;

/** Blocks as plain text, lines ending in CR LF. */
public final class Plain {
  private static final String END = "\r\n";

  private Plain() {}

  public static String of(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    Block before = null;
    for (Block block : blocks) {
      if (before != null && apart(before, block)) {
        text.append(END);
      }
      switch (block) {
        case Block.Paragraph(String words) -> text.append(words);
        case Block.Field(String label, String value) ->
            text.append(label).append(' ').append(value);
        case Block.Item(boolean _, String words) -> text.append("- ").append(words);
        case Block.Command(String line) -> text.append("  ").append(line);
        case Block.Link(String label, String url) ->
            text.append(label).append(END).append("  ").append(url);
        case Block.Footer(String words) -> text.append("-- ").append(END).append(words);
      }
      text.append(END);
      before = block;
    }
    return text.toString();
  }

  private static boolean apart(Block before, Block block) {
    boolean goesOn =
        before instanceof Block.Paragraph
            && (block instanceof Block.Command || block instanceof Block.Item);
    return before.getClass() != block.getClass() && !goesOn;
  }
}
