package org.hinomi.collector.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** How a line comes to harm. */
enum LineHarm {
  FLIPPED {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      byte[] bytes = lines.get(line);
      bytes[random.nextInt(bytes.length - 66)] ^= (byte) (1 << random.nextInt(5));
    }
  },
  HASH {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      byte[] bytes = lines.get(line);
      bytes[bytes.length - 2 - random.nextInt(64)] ^= 1;
    }
  },
  CUT {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      byte[] bytes = lines.get(line);
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length - 1) + 1);
      cut[cut.length - 1] = '\n';
      lines.set(line, cut);
    }
  },
  WITHOUT_ITS_END {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      byte[] bytes = lines.get(line);
      lines.set(line, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }
  },
  DELETED {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      lines.remove(line);
    }
  },
  EDITED {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      String text = new String(lines.get(line), StandardCharsets.UTF_8);
      lines.set(
          line,
          text.replaceFirst("\"nextPosition\":", "\"nextPosition\":1")
              .replaceFirst("\"rows\":", "\"rows\":1")
              .getBytes(StandardCharsets.UTF_8));
    }
  },
  ZEROS {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      lines.set(line, new byte[lines.get(line).length]);
    }
  },
  ALL_ZEROS_FROM_HERE {
    @Override
    void to(List<byte[]> lines, int line, Random random) {
      for (int i = line; i < lines.size(); i++) {
        lines.set(i, new byte[lines.get(i).length]);
      }
    }
  };

  abstract void to(List<byte[]> lines, int line, Random random);
}
