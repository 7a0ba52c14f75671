/**
 * In: PEM files, settings. Out: TLS contexts that follow their files, who a peer is, certificates
 * made for requests.
 */
@NullMarked
package org.hinomi.core.tls;

import org.jspecify.annotations.NullMarked;
