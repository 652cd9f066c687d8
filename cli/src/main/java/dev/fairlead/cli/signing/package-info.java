/// Calls that are signed, and the secrets they are signed with.
@NullMarked
package dev.fairlead.cli.signing;

import org.jspecify.annotations.NullMarked;
