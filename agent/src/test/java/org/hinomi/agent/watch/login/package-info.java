@NullMarked
package org.hinomi.agent.watch.login;

import org.jspecify.annotations.NullMarked;
