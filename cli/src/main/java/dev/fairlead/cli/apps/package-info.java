/// Commands for apps: how many instances there are, and which.
@NullMarked
package dev.fairlead.cli.apps;

import org.jspecify.annotations.NullMarked;
