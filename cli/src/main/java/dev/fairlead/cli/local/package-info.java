/// Functions on their author's machine: built, tried and served without a server or a database, by
/// the same builders and the same runtime.
@NullMarked
package dev.fairlead.cli.local;

import org.jspecify.annotations.NullMarked;
