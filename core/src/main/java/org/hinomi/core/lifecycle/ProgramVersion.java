package org.hinomi.core.lifecycle;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the manifest of our jars. */
public final class ProgramVersion implements IVersionProvider {

  /** {@code 1.2.0}; {@code unknown} where the classes do not come from a jar of the build. */
  public static String text() {
    @Nullable String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "hinomi " + text(),
      "Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("os.name")
    };
  }
}
