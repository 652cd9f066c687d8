/// Names with passwords as commands take them, for routes and for services.
@NullMarked
package dev.fairlead.cli.passwords;

import org.jspecify.annotations.NullMarked;
