/// What is known of targets that requests are forwarded to: who is up, who is least busy. Opens no
/// sockets.
@NullMarked
package dev.fairlead.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
