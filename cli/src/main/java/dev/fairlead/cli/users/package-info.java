/// Everybody who has an account, for administrators.
@NullMarked
package dev.fairlead.cli.users;

import org.jspecify.annotations.NullMarked;
