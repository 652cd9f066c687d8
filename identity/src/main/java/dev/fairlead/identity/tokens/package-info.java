/// Access tokens: signed, short-lived, and read by nobody else.
@NullMarked
package dev.fairlead.identity.tokens;

import org.jspecify.annotations.NullMarked;
