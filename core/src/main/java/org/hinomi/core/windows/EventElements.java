package org.hinomi.core.windows;

/**
 * Takes the elements of one event in document order: an element's start, its attributes, then text
 * and children in any order, its end.
 */
public interface EventElements {
  /** An element opens; its name may have a prefix. */
  void start(String name);

  /** An attribute of the element just opened, unescaped. */
  void attribute(String name, String value);

  /** A piece of text, unescaped; several may follow each other. */
  void text(String text);

  /** The innermost element closes. */
  void end();
}
