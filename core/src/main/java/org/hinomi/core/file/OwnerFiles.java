package org.hinomi.core.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that their owner alone may read, from their first byte on, where the system
 * knows POSIX permissions; elsewhere they have those of their folder. What an administrator makes
 * belongs to the owner of the folder that it is made in, so that the service can read it.
 */
public final class OwnerFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerFiles.class);
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** A file that is to take the place of another is called so, behind sixteen digits. */
  private static final String NEW = ".new";

  private static final Pattern ON_ITS_WAY = Pattern.compile(".+\\.[0-9a-f]{16}\\.new");

  /** What stands behind the name of that other; earlier versions had no digits. */
  private static final String LEFT = "(\\.[0-9a-f]{16})?\\.new";

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final SecureRandom RANDOM = new SecureRandom();

  private OwnerFiles() {}

  /** Whether others than the owner and its group may look into a file or folder, or change it. */
  public static boolean openToOthers(Path path) throws IOException {
    return posix(path)
        && Files.getPosixFilePermissions(path).stream()
            .anyMatch(allowed -> allowed.name().startsWith("OTHERS_"));
  }

  /** Tells the operator of a file with a secret that is not one. */
  public static void warnOfOthers(Path secret) throws IOException {
    if (openToOthers(secret)) {
      LOG.atWarn()
          .addKeyValue("file", secret)
          .log("Others on this machine may read this secret. Take it from them: chmod o= FILE.");
    }
  }

  /**
   * Makes a folder, and those above it, where there is none. One that is there stays as it is: its
   * owner may have let others in.
   */
  public static Path folder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    try {
      Files.createDirectory(folder, posix(folder) ? new FileAttribute<?>[] {FOLDER} : none());
    } catch (FileAlreadyExistsException e) {
      // Another thread or program may have made it meanwhile.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return folder;
    }
    giveToOwnerOfFolder(folder);
    return folder;
  }

  /** The same; those above it that are not there are made for their owner alone too. */
  public static Path folders(Path folder) throws IOException {
    Path above = folder.toAbsolutePath().getParent();
    if (above != null && !Files.isDirectory(above)) {
      folders(above);
    }
    return folder(folder);
  }

  /** Replaces a file: after a power cut the old or the new content is there. */
  public static void replace(Path file, String content) throws IOException {
    replace(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same of bytes. Several threads and programs may do so at once: each writes a file of its
   * own, and the last one that is put in place stays.
   */
  public static void replace(Path file, byte[] content) throws IOException {
    removeLeft(file);
    Path next =
        file.resolveSibling(
            file.getFileName() + "." + HexFormat.of().toHexDigits(RANDOM.nextLong()) + NEW);
    try {
      create(next, content);
      Files.move(next, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(next);
      throw e;
    }
    syncFolder(file);
  }

  /** Whether a file is, or was at a crash, about to take the place of another. */
  public static boolean isOnItsWay(Path file) {
    return ON_ITS_WAY.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Takes away what a crash left of earlier replacements: none takes that long. */
  private static void removeLeft(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    Pattern left = Pattern.compile(Pattern.quote(String.valueOf(file.getFileName())) + LEFT);
    Instant before = Instant.now().minus(LONGEST);
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found =
          files
              .filter(other -> left.matcher(String.valueOf(other.getFileName())).matches())
              .toList();
    }
    for (Path other : found) {
      try {
        if (Files.getLastModifiedTime(other).toInstant().isBefore(before)) {
          Files.deleteIfExists(other);
        }
      } catch (NoSuchFileException e) {
        // Put in its place meanwhile, or taken away by another.
      }
    }
  }

  /**
   * Makes a file that is not there.
   *
   * @throws java.nio.file.FileAlreadyExistsException where it is
   */
  public static void create(Path file, String content) throws IOException {
    create(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void create(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            posix(file) ? new FileAttribute<?>[] {FILE} : none())) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    giveToOwnerOfFolder(file);
    syncFolder(file);
  }

  private static void giveToOwnerOfFolder(Path made) throws IOException {
    Path folder = made.toAbsolutePath().getParent();
    if (folder == null || !posix(made)) {
      return;
    }
    UserPrincipal owner = Files.getOwner(folder);
    if (!owner.equals(Files.getOwner(made))) {
      try {
        Files.setOwner(made, owner);
      } catch (IOException e) {
        // Only the administrator may give files away; whoever else made it, it is theirs.
      }
    }
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && posix(file)) {
      try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
        channel.force(true);
      }
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] none() {
    return new FileAttribute<?>[0];
  }
}
