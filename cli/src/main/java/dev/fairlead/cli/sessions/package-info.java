/// Signing in and out, and where one is signed in.
@NullMarked
package dev.fairlead.cli.sessions;

import org.jspecify.annotations.NullMarked;
