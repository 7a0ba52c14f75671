/** In: transitions of alerts. Out: mail by SMTP (RFC 5321), in English or Japanese. */
@NullMarked
package org.hinomi.collector.notify.mail;

import org.jspecify.annotations.NullMarked;
