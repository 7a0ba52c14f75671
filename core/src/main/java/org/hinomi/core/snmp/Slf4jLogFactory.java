package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.log.LogAdapter;
import org.snmp4j.log.LogFactory;
import org.snmp4j.log.LogLevel;

/**
 * Sends what SNMP4J logs to SLF4J; by default it logs nothing at all. SNMP4J keeps its log factory
 * in a static field that must be set before its first use.
 */
public final class Slf4jLogFactory extends LogFactory {

  private Slf4jLogFactory() {}

  /** Makes SNMP4J log through SLF4J from now on; again it does nothing. */
  public static void install() {
    if (!(LogFactory.getLogFactory() instanceof Slf4jLogFactory)) {
      LogFactory.setLogFactory(new Slf4jLogFactory());
    }
  }

  @Override
  protected LogAdapter createLogger(Class<?> type) {
    return new Adapter(LoggerFactory.getLogger(type));
  }

  @Override
  protected LogAdapter createLogger(String name) {
    return new Adapter(LoggerFactory.getLogger(name));
  }

  @Override
  public LogAdapter getRootLogger() {
    return new Adapter(LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME));
  }

  /**
   * SNMP4J logs a line at WARN or ERROR for what any stranger's datagram can cause; those lines
   * become DEBUG, its own DEBUG becomes TRACE. What concerns an operator reaches our code as an
   * exception or a missing answer, and is logged there. Levels are set in the logging backend.
   */
  private record Adapter(Logger logger) implements LogAdapter {

    @Override
    public boolean isDebugEnabled() {
      return logger.isTraceEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
      return logger.isDebugEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
      return logger.isDebugEnabled();
    }

    @Override
    public void debug(Serializable message) {
      logger.trace("{}", message);
    }

    @Override
    public void info(CharSequence message) {
      logger.debug("{}", message);
    }

    @Override
    public void warn(Serializable message) {
      logger.debug("{}", message);
    }

    @Override
    public void error(Serializable message) {
      logger.debug("{}", message);
    }

    @Override
    public void error(CharSequence message, @Nullable Throwable cause) {
      logger.debug("{}", message, cause);
    }

    @Override
    public void fatal(Object message) {
      logger.error("{}", message);
    }

    @Override
    public void fatal(CharSequence message, @Nullable Throwable cause) {
      logger.error("{}", message, cause);
    }

    @Override
    public void setLogLevel(LogLevel level) {
      throw new UnsupportedOperationException(
          "log level of " + getName() + ": set it in the logging settings, not through SNMP4J");
    }

    @Override
    public LogLevel getLogLevel() {
      return getEffectiveLogLevel();
    }

    @Override
    public LogLevel getEffectiveLogLevel() {
      if (logger.isTraceEnabled()) {
        return LogLevel.DEBUG;
      }
      return logger.isDebugEnabled() ? LogLevel.INFO : LogLevel.FATAL;
    }

    @Override
    public String getName() {
      return requireNonNull(logger.getName());
    }

    @Override
    public Iterator<?> getLogHandler() {
      return Collections.emptyIterator();
    }
  }
}
