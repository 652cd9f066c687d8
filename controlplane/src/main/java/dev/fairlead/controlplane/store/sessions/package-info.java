/// Sessions, their refresh tokens, logins that wait for approval, and failures, in SQL: hashes
/// only.
@NullMarked
package dev.fairlead.controlplane.store.sessions;

import org.jspecify.annotations.NullMarked;
