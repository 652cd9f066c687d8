/// Who may call a function that asks for a credential, or come where a password is asked for.
/// Declares the questions; the answers are given elsewhere.
@NullMarked
package dev.fairlead.dataplane.access;

import org.jspecify.annotations.NullMarked;
