/// Signs calls of functions. Makes no secrets.
@NullMarked
package dev.fairlead.cli.signing;

import org.jspecify.annotations.NullMarked;
