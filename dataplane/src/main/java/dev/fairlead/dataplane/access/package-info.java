/// Who may call a function that asks for a credential. Declares the question; the answer is given
/// elsewhere.
@NullMarked
package dev.fairlead.dataplane.access;

import org.jspecify.annotations.NullMarked;
