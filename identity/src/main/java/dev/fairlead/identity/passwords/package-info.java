/// Passwords as they are kept: Argon2id, made anew when its parameters change.
@NullMarked
package dev.fairlead.identity.passwords;

import org.jspecify.annotations.NullMarked;
