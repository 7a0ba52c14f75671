/**
 * The client's side of an import. In: files. Out: agent frames, each with an identity made from
 * what the file holds, for {@link org.hinomi.collector.imports.Target}. Knows no other stage: it
 * works the same beside a collector and far from one (docs/decisions/0014-import-identity.md).
 */
@NullMarked
package org.hinomi.collector.imports;

import org.jspecify.annotations.NullMarked;
