/// Commands about roles, who has them, and who may reach a function.
@NullMarked
package dev.fairlead.cli.roles;

import org.jspecify.annotations.NullMarked;
