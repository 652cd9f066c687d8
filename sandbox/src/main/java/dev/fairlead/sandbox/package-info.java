/// Runs processes of strangers apart from the machine, its files, its network and each other. Knows
/// nothing of builds or functions.
@NullMarked
package dev.fairlead.sandbox;

import org.jspecify.annotations.NullMarked;
