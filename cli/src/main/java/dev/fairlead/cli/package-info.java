/// The command line: the root command and the way in.
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
