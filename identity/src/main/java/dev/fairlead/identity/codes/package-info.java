/// Codes of a second factor.
@NullMarked
package dev.fairlead.identity.codes;

import org.jspecify.annotations.NullMarked;
